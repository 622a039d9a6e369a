// Counts what a thread allocates, by standing in for the C library's functions in a test program.
#pragma once

/// How often this thread has asked for memory so far.
long allocation_count(void);
