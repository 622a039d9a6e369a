// Loops over functions that take and give vectors of 2, 4 or 8 doubles or twice as many floats, which Swift cannot call by
// itself, and over instructions that not every processor has.
#pragma once

#include "PlaneMath.h"

typedef void (*vector_math_function)(void);

/// Whether processor and system have AVX2, and the parts of AVX-512 that libraries expect.
int vector_math_has_avx2(void);
int vector_math_has_avx512(void);

// y = f(x), and y = f(a, b); y may be one of the other rows.
void vector_math_map_2(vector_math_function f, const double *x, double *y, long count);
void vector_math_map_float_4(vector_math_function f, const float *x, float *y, long count);
void vector_math_combine_2(
    vector_math_function f, const double *a, const double *b, double *y, long count);

// The row with the largest number of each column of `rows`×`columns` numbers, the first of equals, and
// how far it leads the next; `columns` is a multiple of 16.
void vector_math_largest(const float *z, long rows, long columns, float *lead, int *number);

// What a step of Adam multiplies with: g ← gradient + decay w; m ← beta1 m + rest1 g; v ← beta2 v + rest2 g²;
// w ← kept w − length m / (correction √v + epsilon).
typedef struct {
  double decay, beta1, rest1, beta2, rest2, kept, length, correction, epsilon;
} vector_math_adam_step;

// The step of `count` numbers; the rows do not overlap.
void vector_math_adam_double(
    const vector_math_adam_step *step, double *w, const double *gradient, double *m, double *v,
    long count);
void vector_math_adam_float(
    const vector_math_adam_step *step, float *w, const float *gradient, float *m, float *v,
    long count);

#if defined(__x86_64__)
void vector_math_adam_double_avx2(
    const vector_math_adam_step *step, double *w, const double *gradient, double *m, double *v,
    long count);
void vector_math_adam_float_avx2(
    const vector_math_adam_step *step, float *w, const float *gradient, float *m, float *v,
    long count);

// Functions of wider vectors: AVX2 and AVX-512.
void vector_math_map_4(vector_math_function f, const double *x, double *y, long count);
void vector_math_map_8(vector_math_function f, const double *x, double *y, long count);
void vector_math_map_float_8(vector_math_function f, const float *x, float *y, long count);
void vector_math_map_float_16(vector_math_function f, const float *x, float *y, long count);
void vector_math_combine_4(
    vector_math_function f, const double *a, const double *b, double *y, long count);
void vector_math_combine_8(
    vector_math_function f, const double *a, const double *b, double *y, long count);

// Operations that AVX2 does on four numbers at once, or without calling a function.
void vector_math_sqrt_avx2(const double *x, double *y, long count);
void vector_math_floor_avx2(const double *x, double *y, long count);
void vector_math_ceil_avx2(const double *x, double *y, long count);
void vector_math_divide_avx2(
    const double *a, long a_step, const double *b, long b_step, double *y, long count);
void vector_math_largest_avx2(const float *z, long rows, long columns, float *lead, int *number);
#endif
