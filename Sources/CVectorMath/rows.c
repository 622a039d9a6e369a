// A row whose length is no multiple of the width ends in a buffer filled up with ones: every element
// goes through the same function, so its result does not depend on where in a row it stands.
//
// On x86-64 this file is compiled for AVX-512, without which the compiler hands wide vectors over in
// memory instead of registers. Every function says which instructions it really uses.
#include "CVectorMath.h"

#if defined(__x86_64__)
#define SSE2 __attribute__((target("arch=x86-64,no-avx")))
#define AVX2 __attribute__((target("arch=x86-64,avx2,no-avx512f")))
#define AVX512 __attribute__((target("avx512f")))
#else
#define SSE2
#endif

SSE2 int vector_math_has_avx2(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
  return 0;
#endif
}

SSE2 int vector_math_has_avx512(void) {
#if defined(__x86_64__)
  return vector_math_has_avx2() && __builtin_cpu_supports("avx512f") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#else
  return 0;
#endif
}

// MARK: - Functions of a library

// `NAME` tells apart what is generated: a width for doubles, `float_` and a width for floats.
#define MAP_ROWS(NAME, NUMBER, N, TARGET)                                                         \
  typedef NUMBER vector_##NAME __attribute__((vector_size(sizeof(NUMBER) * N)));                  \
  typedef vector_##NAME unaligned_##NAME __attribute__((aligned(sizeof(NUMBER))));                \
                                                                                                  \
  TARGET void vector_math_map_##NAME(                                                             \
      vector_math_function f, const NUMBER *x, NUMBER *y, long count) {                           \
    vector_##NAME (*map)(vector_##NAME) = (vector_##NAME(*)(vector_##NAME))f;                     \
    long i = 0;                                                                                   \
    for (; i + N <= count; i += N)                                                                \
      *(unaligned_##NAME *)(y + i) = map(*(const unaligned_##NAME *)(x + i));                     \
    if (i == count) return;                                                                       \
    NUMBER rest[N] __attribute__((aligned(64)));                                                  \
    for (long j = 0; j < N; j++) rest[j] = i + j < count ? x[i + j] : 1;                          \
    *(vector_##NAME *)rest = map(*(const vector_##NAME *)rest);                                   \
    for (long j = 0; i + j < count; j++) y[i + j] = rest[j];                                      \
  }

#define COMBINE_ROWS(N, TARGET)                                                                   \
  TARGET void vector_math_combine_##N(                                                            \
      vector_math_function f, const double *a, const double *b, double *y, long count) {          \
    vector_##N (*combine)(vector_##N, vector_##N) = (vector_##N(*)(vector_##N, vector_##N))f;     \
    long i = 0;                                                                                   \
    for (; i + N <= count; i += N)                                                                \
      *(unaligned_##N *)(y + i) =                                                                 \
          combine(*(const unaligned_##N *)(a + i), *(const unaligned_##N *)(b + i));              \
    if (i == count) return;                                                                       \
    double left[N] __attribute__((aligned(64))), right[N] __attribute__((aligned(64)));           \
    for (long j = 0; j < N; j++) {                                                                \
      left[j] = i + j < count ? a[i + j] : 1;                                                     \
      right[j] = i + j < count ? b[i + j] : 1;                                                    \
    }                                                                                             \
    *(vector_##N *)left = combine(*(const vector_##N *)left, *(const vector_##N *)right);         \
    for (long j = 0; i + j < count; j++) y[i + j] = left[j];                                      \
  }

MAP_ROWS(2, double, 2, SSE2)
MAP_ROWS(float_4, float, 4, SSE2)
COMBINE_ROWS(2, SSE2)

#if defined(__x86_64__)
MAP_ROWS(4, double, 4, AVX2)
MAP_ROWS(8, double, 8, AVX512)
MAP_ROWS(float_8, float, 8, AVX2)
MAP_ROWS(float_16, float, 16, AVX512)
COMBINE_ROWS(4, AVX2)
COMBINE_ROWS(8, AVX512)

// MARK: - Instructions of AVX2

AVX2 void vector_math_sqrt_avx2(const double *x, double *y, long count) {
  for (long i = 0; i < count; i++) y[i] = __builtin_elementwise_sqrt(x[i]);
}

AVX2 void vector_math_floor_avx2(const double *x, double *y, long count) {
  for (long i = 0; i < count; i++) y[i] = __builtin_elementwise_floor(x[i]);
}

AVX2 void vector_math_ceil_avx2(const double *x, double *y, long count) {
  for (long i = 0; i < count; i++) y[i] = __builtin_elementwise_ceil(x[i]);
}

AVX2 void vector_math_divide_avx2(
    const double *a, long a_step, const double *b, long b_step, double *y, long count) {
  if (count <= 0) return;
  double left = a[0], right = b[0];
  if (a_step && b_step) {
    for (long i = 0; i < count; i++) y[i] = a[i] / b[i];
  } else if (a_step) {
    for (long i = 0; i < count; i++) y[i] = a[i] / right;
  } else {
    for (long i = 0; i < count; i++) y[i] = left / b[i * b_step];
  }
}
#endif
