internal import Notebook

extension ShellCommand {
  /// The rows of what is typed in lessons alone.
  static let lesson: [ShellCommand] = [
    ShellCommand(
      lesson: "next", summary: "go on to the next step (Enter does too)",
      details: "A cell that has not run yet is run first. What was made by free play is put aside: "
        + "the next step finds the variables that the step itself made. At an exercise :skip goes on."
    ) { shell, _ in shell.perform(.next) },
    ShellCommand(
      lesson: "back", summary: "go to the step before",
      details: "The variables are then as they were there."
    ) { shell, _ in shell.perform(.back) },
    ShellCommand(
      lesson: "hint", summary: "a hint for the exercise",
      details: "Typed again it gives the next one, where there are several."
    ) { shell, _ in shell.perform(.hint) },
    ShellCommand(
      lesson: "solution", summary: "show and run the solution of the exercise",
      details: "It says which names the solution made, and why it is right. Graded documents keep "
        + "their solutions to themselves."
    ) { shell, _ in shell.perform(.solution) },
    ShellCommand(
      lesson: "skip", summary: "go on without doing the step yourself",
      details:
        "The step's code, at an exercise its solution, is shown and run, so that later steps "
        + "find what it makes."
    ) { shell, _ in shell.perform(.skip) },
    ShellCommand(
      lesson: "retry", summary: "begin the step again",
      details: "The variables are then as at the beginning of the step, whatever was tried since."
    ) { shell, _ in shell.perform(.retry) },
    ShellCommand(
      lesson: "starter", summary: "put the exercise's code at the prompt, to be filled in",
      details: "The cursor stands where the blank was. :edit brings your last answer back instead."
    ) { shell, _ in try shell.takeStarter() },
    ShellCommand(lesson: "where", summary: "say at which step this is, and what is expected") {
      shell, _ in shell.perform(.where)
    },
    ShellCommand(
      lesson: "restart", summary: "begin the lesson again",
      details: "Your place and your answers in this lesson are forgotten."
    ) { shell, _ in shell.perform(.restart) },
  ]
}
