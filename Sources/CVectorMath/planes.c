// Sixteen accumulators and more stay in registers while planes are read once for eight others. Places
// next to each other in a plane are the lanes of a vector, whatever the width of the image: rows are
// stored with the zeros around them, so that a term of a convolution is the same plane, shifted.
#include "CVectorMath.h"

#define EACH(i, n) _Pragma("clang loop unroll(full)") for (int i = 0; i < (n); i++)

// LANES numbers a vector, VECTORS of them for each of eight planes at a time, TERMS sums at a time.
#define PLANES(NUMBER, INTEGER, KIND, LANES, VECTORS, TERMS, TARGET)                               \
  typedef NUMBER KIND##_lanes __attribute__((vector_size(sizeof(NUMBER) * LANES)));                \
  typedef KIND##_lanes KIND##_loose __attribute__((aligned(sizeof(NUMBER))));                      \
                                                                                                   \
  TARGET static void KIND##_correlate(                                                             \
      const NUMBER *x, const long *offsets, const NUMBER *w, long terms, const NUMBER *start,      \
      NUMBER *y, long distance, long count) {                                                      \
    for (long p = 0; p < count; p += LANES * VECTORS) {                                            \
      KIND##_lanes sum[PLANE_TILE][VECTORS];                                                       \
      EACH(c, PLANE_TILE) EACH(v, VECTORS) sum[c][v] = (KIND##_lanes){} + start[c];                \
      for (long t = 0; t < terms; t++) {                                                           \
        const NUMBER *from = x + offsets[t] + p, *weight = w + PLANE_TILE * t;                     \
        KIND##_lanes part[VECTORS];                                                                \
        EACH(v, VECTORS) part[v] = *(const KIND##_loose *)(from + v * LANES);                      \
        EACH(c, PLANE_TILE) EACH(v, VECTORS) sum[c][v] += part[v] * weight[c];                     \
      }                                                                                            \
      EACH(c, PLANE_TILE) EACH(v, VECTORS)                                                         \
        *(KIND##_loose *)(y + c * distance + p + v * LANES) = sum[c][v];                           \
    }                                                                                              \
  }                                                                                                \
                                                                                                   \
  TARGET static void KIND##_sum_products(                                                          \
      const NUMBER *x, long x_step, const long *offsets, long terms, const NUMBER *g, long g_step, \
      long distance, long images, long count, NUMBER *sums) {                                      \
    for (long t = 0; t < terms; t += TERMS) {                                                      \
      KIND##_lanes sum[TERMS][PLANE_TILE];                                                         \
      EACH(s, TERMS) EACH(c, PLANE_TILE) sum[s][c] = (KIND##_lanes){};                             \
      for (long i = 0; i < images; i++) {                                                          \
        const NUMBER *from[TERMS], *slope = g + i * g_step;                                        \
        EACH(s, TERMS) from[s] = x + i * x_step + offsets[t + s];                                  \
        for (long p = 0; p < count; p += LANES) {                                                  \
          KIND##_lanes part[TERMS];                                                                \
          EACH(s, TERMS) part[s] = *(const KIND##_loose *)(from[s] + p);                           \
          EACH(c, PLANE_TILE) {                                                                    \
            KIND##_lanes other = *(const KIND##_loose *)(slope + c * distance + p);                \
            EACH(s, TERMS) sum[s][c] += part[s] * other;                                           \
          }                                                                                        \
        }                                                                                          \
      }                                                                                            \
      EACH(s, TERMS) EACH(c, PLANE_TILE) {                                                         \
        NUMBER total = 0;                                                                          \
        EACH(lane, LANES) total += sum[s][c][lane];                                                \
        sums[(t + s) * PLANE_TILE + c] += total;                                                   \
      }                                                                                            \
    }                                                                                              \
  }                                                                                                \
                                                                                                   \
  POOLS(NUMBER, INTEGER, KIND, LANES, TARGET)                                                      \
                                                                                                   \
  static const plane_functions_##NUMBER KIND##_functions = {                                       \
      KIND##_correlate, KIND##_sum_products, KIND##_pool, KIND##_unpool};

// A square's largest number moves its place when it is beaten or not a number.
#define BEAT(NUMBER, KIND, best, at, next, k)                                                      \
  {                                                                                                \
    KIND##_mask wins = ((next) > (best)) | ((next) != (next));                                     \
    (best) = (KIND##_lanes)((wins & (KIND##_mask)(next)) | (~wins & (KIND##_mask)(best)));         \
    (at) = (wins & (k)) | (~wins & (at));                                                          \
  }

#define POOLS(NUMBER, INTEGER, KIND, LANES, TARGET)                                                \
  typedef INTEGER KIND##_mask __attribute__((vector_size(sizeof(NUMBER) * LANES)));                \
  typedef int KIND##_places __attribute__((vector_size(4 * LANES), aligned(4)));                   \
                                                                                                   \
  TARGET static void KIND##_pool(                                                                  \
      const NUMBER *x, long stride, int reads_beyond, NUMBER floor, NUMBER *y, int *place,             \
      long rows, long columns) {                                                                   \
    KIND##_lanes least = (KIND##_lanes){} + floor;                                                 \
    for (long i = 0; i < rows; i++) {                                                              \
      const NUMBER *top = x + 2 * i * stride, *bottom = top + stride;                              \
      for (long j = 0; j < columns; j += LANES) {                                                  \
        KIND##_lanes a, b, c, d;                                                                   \
        if (reads_beyond || j + LANES <= columns) {                                                \
          a = *(const KIND##_loose *)(top + 2 * j);                                                \
          b = *(const KIND##_loose *)(top + 2 * j + LANES);                                        \
          c = *(const KIND##_loose *)(bottom + 2 * j);                                             \
          d = *(const KIND##_loose *)(bottom + 2 * j + LANES);                                     \
        } else {                                                                                   \
          NUMBER rest[4 * LANES] = {0};                                                            \
          __builtin_memcpy(rest, top + 2 * j, 2 * (columns - j) * sizeof(NUMBER));                 \
          __builtin_memcpy(rest + 2 * LANES, bottom + 2 * j, 2 * (columns - j) * sizeof(NUMBER));  \
          a = *(const KIND##_loose *)rest, b = *(const KIND##_loose *)(rest + LANES);              \
          c = *(const KIND##_loose *)(rest + 2 * LANES), d = *(const KIND##_loose *)(rest + 3 * LANES);\
        }                                                                                          \
        KIND##_lanes best = EVEN_##LANES(a, b);                                                    \
        KIND##_mask at = {};                                                                       \
        BEAT(NUMBER, KIND, best, at, ODD_##LANES(a, b), 1)                                         \
        BEAT(NUMBER, KIND, best, at, EVEN_##LANES(c, d), 2)                                        \
        BEAT(NUMBER, KIND, best, at, ODD_##LANES(c, d), 3)                                         \
        KIND##_mask low = best <= least;                                                           \
        best = (KIND##_lanes)((low & (KIND##_mask)least) | (~low & (KIND##_mask)best));            \
        KIND##_places where = __builtin_convertvector(low | at, KIND##_places);                    \
        NUMBER *to = y + i * columns + j;                                                          \
        int *into = place + i * columns + j;                                                       \
        if (i * columns + j + LANES <= rows * columns) {                                           \
          *(KIND##_loose *)to = best;                                                              \
          *(KIND##_places *)into = where;                                                          \
        } else {                                                                                   \
          long rest = columns - j < LANES ? columns - j : LANES;                                   \
          __builtin_memcpy(to, &best, rest * sizeof(NUMBER));                                      \
          __builtin_memcpy(into, &where, rest * sizeof(int));                                      \
        }                                                                                          \
      }                                                                                            \
    }                                                                                              \
  }                                                                                                \
                                                                                                   \
  TARGET static void KIND##_unpool(                                                                \
      const NUMBER *g, const int *place, NUMBER *x, long stride, long rows, long columns) {        \
    for (long i = 0; i < rows; i++) {                                                              \
      NUMBER *top = x + 2 * i * stride, *bottom = top + stride;                                    \
      for (long j = 0; j < columns; j += LANES) {                                                  \
        KIND##_lanes slope = {};                                                                   \
        KIND##_places where = {};                                                                  \
        if (j + LANES <= columns) {                                                                \
          slope = *(const KIND##_loose *)(g + i * columns + j);                                    \
          where = *(const KIND##_places *)(place + i * columns + j);                               \
        } else {                                                                                   \
          __builtin_memcpy(&slope, g + i * columns + j, (columns - j) * sizeof(NUMBER));           \
          __builtin_memcpy(&where, place + i * columns + j, (columns - j) * sizeof(int));          \
        }                                                                                          \
        KIND##_mask at = __builtin_convertvector(where, KIND##_mask);                              \
        KIND##_mask bits = (KIND##_mask)slope;                                                     \
        KIND##_lanes a = (KIND##_lanes)((at == 0) & bits), b = (KIND##_lanes)((at == 1) & bits);   \
        KIND##_lanes c = (KIND##_lanes)((at == 2) & bits), d = (KIND##_lanes)((at == 3) & bits);   \
        KIND##_lanes out[4] = {                                                                    \
            LOW_##LANES(a, b), HIGH_##LANES(a, b), LOW_##LANES(c, d), HIGH_##LANES(c, d)};         \
        long rest = 2 * (columns - j) < 2 * LANES ? 2 * (columns - j) : 2 * LANES;                 \
        if (rest == 2 * LANES) {                                                                   \
          *(KIND##_loose *)(top + 2 * j) = out[0];                                                 \
          *(KIND##_loose *)(top + 2 * j + LANES) = out[1];                                         \
          *(KIND##_loose *)(bottom + 2 * j) = out[2];                                              \
          *(KIND##_loose *)(bottom + 2 * j + LANES) = out[3];                                      \
        } else {                                                                                   \
          __builtin_memcpy(top + 2 * j, out, rest * sizeof(NUMBER));                               \
          __builtin_memcpy(bottom + 2 * j, out + 2, rest * sizeof(NUMBER));                        \
        }                                                                                          \
      }                                                                                            \
    }                                                                                              \
  }

// Every other number of two vectors after each other, and two vectors' numbers in turn.
#define EVEN_2(a, b) __builtin_shufflevector(a, b, 0, 2)
#define ODD_2(a, b) __builtin_shufflevector(a, b, 1, 3)
#define LOW_2(a, b) __builtin_shufflevector(a, b, 0, 2)
#define HIGH_2(a, b) __builtin_shufflevector(a, b, 1, 3)
#define EVEN_4(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6)
#define ODD_4(a, b) __builtin_shufflevector(a, b, 1, 3, 5, 7)
#define LOW_4(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define HIGH_4(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#define EVEN_8(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14)
#define ODD_8(a, b) __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15)
#define LOW_8(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define HIGH_8(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#define EVEN_16(a, b) \
  __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)
#define ODD_16(a, b) \
  __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31)
#define LOW_16(a, b) \
  __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define HIGH_16(a, b) \
  __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)

#if defined(__x86_64__)
#define SSE2 __attribute__((target("arch=x86-64,no-avx")))
#define AVX2 __attribute__((target("arch=x86-64,avx2,fma,no-avx512f")))
#define AVX512 __attribute__((target("avx512f,avx512dq,avx512vl,fma")))
#else
#define SSE2
#endif

PLANES(float, int, float_4, 4, 1, 1, SSE2)
PLANES(double, long, double_2, 2, 1, 1, SSE2)

#if defined(__x86_64__)
PLANES(float, int, float_8, 8, 1, 1, AVX2)
PLANES(double, long, double_4, 4, 1, 1, AVX2)
PLANES(float, int, float_16, 16, 2, 3, AVX512)
PLANES(double, long, double_8, 8, 2, 3, AVX512)

SSE2 const plane_functions_float *plane_math_float(void) {
  if (vector_math_has_avx512()) return &float_16_functions;
  return vector_math_has_avx2() ? &float_8_functions : &float_4_functions;
}

SSE2 const plane_functions_double *plane_math_double(void) {
  if (vector_math_has_avx512()) return &double_8_functions;
  return vector_math_has_avx2() ? &double_4_functions : &double_2_functions;
}
#else
const plane_functions_float *plane_math_float(void) { return &float_4_functions; }
const plane_functions_double *plane_math_double(void) { return &double_2_functions; }
#endif
