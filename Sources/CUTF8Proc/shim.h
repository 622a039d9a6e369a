// The widths of characters. The archive is linked instead of the shared library, so that the start of
// the program does not look for it.
#pragma once
#include <utf8proc.h>
