extension ShellCommand {
  /// Why a lesson has no use for some of them.
  private enum Reason {
    static let fixed =
      "the cells of a lesson stay as they are; in the shell, :open makes a notebook of its file"
    static let undone =
      ":retry puts the variables back to the beginning of the step, :back goes to the one before"
    static let kept =
      "your place and your answers are kept without; in the shell, :open makes a notebook of the "
      + "lesson's file"
    static let busy = "this is for the shell: :quit leaves the lesson, which keeps your place"
  }

  /// The one table of commands, what they do in a lesson included.
  static let notebook: [ShellCommand] = [
    ShellCommand(name: "help", usage: "[TOPIC]", summary: "this list, or help on a topic") {
      if $1.isEmpty { $0.listCommands() } else { try $0.help($1) }
    },
    ShellCommand(
      name: "why", usage: "", summary: "explain the last error, with an example",
      details:
        "Says which rule was broken, what went wrong with the values at hand, how to mend it, "
        + "and shows the mistake and the same done right. Every such page is found by its name, "
        + "too: "
        + "?an unknown name."
    ) { shell, _ in
      shell.why()
    },
    ShellCommand(
      name: "vars", usage: "[PATTERN]", summary: "the variables and what they hold",
      details: "Those whose names contain the pattern. Before large values stands how much memory "
        + "they take. ?x tells where x came from, ??f how the function f is written."
    ) { $0.listVariables($1) },
    ShellCommand(
      name: "cells", usage: "[N]", summary: "the cells and notes, or one in full with its output",
      details: "Before a cell stands * when it is stale, ! when it failed, - when it has not run; "
        + "behind it how long it took. A cell is stale when running all cells from the top would "
        + "give it other values to read than it read: because a cell above ran again, was edited, "
        + "moved or deleted since, or because the value came from a cell below.",
      lesson: ("[N]", "the steps of the lesson, or the code of one"),
      inLesson: { try $0.listSteps($1) }, perform: { try $0.listCells($1) }),
    ShellCommand(
      name: "rerun", usage: "N|stale|all", summary: "run cells again",
      details: "Numbered cells (3, 3-5) run on the variables as they are and keep their numbers; "
        + "out[N] is renewed. stale runs the stale cells and what they need. all forgets the variables, "
        + "restarts the random numbers and runs every cell from the top.",
      notInLesson: ":run runs the step's cell, :retry begins the step again, :restart the lesson"
    ) { try $0.rerun($1) },
    ShellCommand(
      name: "edit", usage: "[N]", summary: "change cell N (or the last one) in its place",
      details: "The prompt shows the cell's number. Enter runs it on the variables as they are; "
        + "Ctrl-C, or an empty line, leaves it as it was. n1 is the first note.",
      lesson: ("[N]", "change your last answer, or the code of step N"),
      inLesson: { try $0.edit($1) }, perform: { try $0.edit($1) }),
    ShellCommand(
      name: "delete", usage: "N", summary: "take cells or notes out of the notebook",
      details: "The variables and out keep what the cells gave them until :rerun all, and the "
        + "numbers are not given again. Cells that read from a deleted one are stale.",
      notInLesson: Reason.fixed
    ) { try $0.delete($1) },
    ShellCommand(
      name: "move", usage: "N M", summary: "put cell N above cell M (after M, end)",
      details: "Cells keep their numbers wherever they stand: :move 5 2, :move 5 before 2, :move 5 "
        + "after 2, :move 5 end.",
      notInLesson: Reason.fixed
    ) { try $0.move($1) },
    ShellCommand(
      name: "undo", usage: "[K]", summary: "take back the last operation, or K of them",
      details: "Every operation on the notebook can be taken back: a run, an edit, :rerun, "
        + ":delete, :move, :note, :open, :reset. Cells, variables and random numbers are then "
        + "exactly as they were.",
      notInLesson: Reason.undone
    ) { try $0.undo($1) },
    ShellCommand(
      name: "redo", usage: "[K]", summary: "do again what was taken back",
      notInLesson: Reason.undone
    ) {
      try $0.redo($1)
    },
    ShellCommand(name: "time", usage: "CODE", summary: "run code and say how long it took") {
      try $0.time($1)
    },
    ShellCommand(
      name: "timeit", usage: "CODE", summary: "run code for a second and say how long a run takes",
      details: "The middle and the least of several rounds. Variables and random numbers stay as "
        + "they were, nothing is shown, and no cell comes of it."
    ) { try $0.timeRepeatedly($1) },
    ShellCommand(
      name: "disassemble", usage: "NAME|N|CODE",
      summary: "the instructions of a function, a cell or code",
      details: "On the left stand the places that jumps lead to (L1, L2, …), then what is done and "
        + "to what, on the right the source. Values on the way are called t1, t2, …. A name with "
        + "a + runs together with the line below it. Code is not run."
    ) {
      try $0.disassemble($1)
    },
    ShellCommand(name: "step", usage: "EXPR", summary: "step through a model's training or answers")
    {
      try $0.step($1)
    },
    ShellCommand(
      name: "tutorial", usage: "[TUTORIAL]", summary: "list the tutorials, or begin one",
      lesson: ("[TUTORIAL]", "list the tutorials, or go to another one"),
      inLesson: { try $0.tutorial($1) }, perform: { try $0.tutorial($1) }),
    ShellCommand(
      name: "note", usage: "[N] [TEXT]", summary: "add prose, above cell N or at the end",
      details: "Without a text the note is typed at a prompt of its own, over as many lines as it "
        + "needs; an empty line ends it. Notes are called n1, n2, …: :edit n1, :delete n1, "
        + ":move n1 3.",
      notInLesson: Reason.fixed
    ) { try $0.note($1) },
    ShellCommand(
      name: "save", usage: "[FILE]", summary: "write the notebook; alone, to its own file",
      details: "What stands in an opened notebook stays as it is: prose, header, attributes, and "
        + "outputs that still agree. A file that this session has neither read nor written, or "
        + "that another program changed, is not written over; :save! does.",
      notInLesson: Reason.kept
    ) { try $0.save($1) },
    ShellCommand(
      name: "save!", usage: "[FILE]", summary: "the same, over whatever the file holds",
      notInLesson: Reason.kept
    ) { try $0.save($1, isForced: true) },
    ShellCommand(
      name: "open", usage: "FILE", summary: "take up a notebook; :run runs it",
      details: "Nothing of it runs until it is asked to, and the variables start afresh. :undo "
        + "brings back the notebook before.",
      notInLesson: Reason.busy
    ) { try $0.open($1) },
    ShellCommand(
      name: "run", usage: "[N|all|rest|FILE]",
      summary: "run the cells that have not run yet, or a file",
      details:
        "A program (.tdm) runs in a cell that imports it, the cells of a notebook behind those "
        + "of the session, up to the first that fails.",
      lesson: ("", "run the cell of this step (Enter does too)"),
      inLesson: { try $0.runStep($1) }, perform: { try $0.runCells($1) }),
    ShellCommand(
      name: "recover", usage: "[N|forget]",
      summary: "bring back a session that broke off or was left",
      details: "Its cells, notes and outputs are there at once; nothing runs until :run. Where "
        + "there are several they are listed. forget drops them, forget N one of them.",
      notInLesson: Reason.busy
    ) { try $0.recover($1) },
    ShellCommand(
      name: "history", usage: "[COUNT|PATTERN]",
      summary: "what was entered before, or where a word occurs",
      details:
        "The last 20 entries, or COUNT, or all that contain PATTERN; small letters stand for "
        + "capitals, too. Shells that run at the same time see each other's entries from the next "
        + "prompt on, before their own. Ctrl-R searches while you type."
    ) { $0.listHistory($1) },
    ShellCommand(
      name: "cd", usage: "[FOLDER]", summary: "go to a folder (home; - goes back)",
      details: "Paths in the session start there. A notebook stays where it was saved."
    ) { try $0.changeFolder($1) },
    ShellCommand(name: "pwd", usage: "", summary: "the folder that paths start at") { shell, _ in
      try shell.showFolder()
    },
    ShellCommand(name: "ls", usage: "[FOLDER]", summary: "the files and folders in a folder") {
      try $0.listFolder($1)
    },
    ShellCommand(name: "clear", usage: "", summary: "clear the screen (Ctrl-L does too)") {
      shell, _ in
      try shell.clearScreen()
    },
    ShellCommand(
      name: "reset", usage: "", summary: "forget all variables and cells",
      notInLesson: ":restart forgets all that was done in the lesson and begins it again"
    ) { shell, _ in
      shell.reset()
    },
    ShellCommand(
      name: "quit", usage: "", summary: "leave (Ctrl-D does too)",
      lesson: ("", "leave; your place is kept (Ctrl-D does too)"),
      inLesson: { shell, _ in shell.isDone = true }, perform: { shell, _ in shell.quit() }),
  ]

  /// Every command of the shell and of lessons.
  static let all = notebook + lesson
}
