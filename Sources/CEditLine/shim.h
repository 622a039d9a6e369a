// Typed faces of libedit's variadic calls, which Swift cannot import, one for each use the shell
// makes of them, and of the stdio streams, which Swift 6 regards as shared mutable state.
#pragma once
#include <histedit.h>
#include <stdio.h>
#include <wchar.h>

typedef wchar_t *(*editline_prompt)(EditLine *);
typedef unsigned char (*editline_command)(EditLine *, wint_t);

/// Opens an editor on standard input and output; messages go to `errors`.
static inline EditLine *editline_open(const char *program, FILE *errors) {
  return el_init(program, stdin, stdout, errors);
}

/// Cells a character takes, as libedit counts them; declared here since <wchar.h> hides it.
extern int wcwidth(wchar_t character);
static inline int editline_width(wchar_t character) { return wcwidth(character); }

static inline void editline_flush(void) { fflush(stdout); }

static inline void editline_set_client(EditLine *e, void *client) {
  el_wset(e, EL_CLIENTDATA, client);
}

static inline void *editline_client(EditLine *e) {
  void *client = NULL;
  el_wget(e, EL_CLIENTDATA, &client);
  return client;
}

/// `quote` surrounds the parts of the prompt that take no room on the screen.
static inline int editline_set_prompt(EditLine *e, editline_prompt prompt, wchar_t quote) {
  return el_wset(e, EL_PROMPT_ESC, prompt, quote);
}

static inline int editline_set_editor(EditLine *e, const wchar_t *mode) {
  return el_wset(e, EL_EDITOR, mode);
}

/// Whether `.editrc` chose the keys of vi.
static inline int editline_is_vi(EditLine *e) {
  const wchar_t *mode = NULL;
  return el_wget(e, EL_EDITOR, &mode) == 0 && mode != NULL && wcscmp(mode, L"vi") == 0;
}

static inline int editline_set_signal(EditLine *e, int handled) {
  return el_wset(e, EL_SIGNAL, handled);
}

/// Leaves Ctrl-S and Ctrl-Q to the editor while a line is edited: they would stop the terminal.
static inline int editline_free_flow_keys(EditLine *e) {
  return el_wset(e, EL_SETTY, L"-d", L"-ixon", NULL);
}

/// Puts the terminal into editing mode (1) or back into the mode it was found in (0).
static inline int editline_prepare_terminal(EditLine *e, int editing) {
  return el_wset(e, EL_PREP_TERM, editing);
}

/// Draws prompt and text as if the cursor stood where the prompt begins.
static inline int editline_draw(EditLine *e) { return el_wset(e, EL_REFRESH); }

/// Both strings must live as long as the editor.
static inline int editline_add_command(
    EditLine *e, const wchar_t *name, const wchar_t *help, editline_command command) {
  return el_wset(e, EL_ADDFN, name, help, command);
}

static inline int editline_bind(EditLine *e, const wchar_t *key, const wchar_t *command) {
  return el_wset(e, EL_BIND, key, command, NULL);
}

/// Binds in the map of vi's command mode.
static inline int editline_bind_alternate(
    EditLine *e, const wchar_t *key, const wchar_t *command) {
  return el_wset(e, EL_BIND, L"-a", key, command, NULL);
}

static inline int editline_set_reader(EditLine *e, el_rfunc_t reader) {
  return el_wset(e, EL_GETCFN, reader);
}

/// A string capability of the terminal such as "up"; NULL when it has none.
static inline const char *editline_capability(EditLine *e, const char *name) {
  char *value = NULL;
  if (el_get(e, EL_GETTC, name, &value) != 0) return NULL;
  return value;
}

static inline int editline_use_history(EditLine *e, HistoryW *h) {
  return el_wset(e, EL_HIST, history_w, h);
}

static inline int editline_history_limit(HistoryW *h, int entries) {
  HistEventW event;
  return history_w(h, &event, H_SETSIZE, entries);
}

static inline int editline_history_enter(HistoryW *h, const wchar_t *line) {
  HistEventW event;
  return history_w(h, &event, H_ENTER, line);
}

static inline int editline_history_clear(HistoryW *h) {
  HistEventW event;
  return history_w(h, &event, H_CLEAR);
}
