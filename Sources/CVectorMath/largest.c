// The largest of several numbers in each of many columns, sixteen columns at a time.
#include "CVectorMath.h"

typedef float floats __attribute__((vector_size(32)));
typedef int ints __attribute__((vector_size(32)));
typedef floats loose_floats __attribute__((aligned(4)));
typedef ints loose_ints __attribute__((aligned(4)));

// Bits of `a` where the mask is set, of `b` elsewhere.
#define CHOOSE(mask, a, b) (((mask) & (a)) | (~(mask) & (b)))

#define TAKE(top, second, number, next, k)                                  \
  {                                                                         \
    ints larger = (next) > (top), between = (next) > (second);              \
    (second) = (floats)CHOOSE(                                              \
        larger, (ints)(top), CHOOSE(between, (ints)(next), (ints)(second))); \
    (top) = (floats)CHOOSE(larger, (ints)(next), (ints)(top));              \
    (number) = CHOOSE(larger, (ints){} + (k), (number));                    \
  }

#define LARGEST                                                               \
  for (long i = 0; i < columns; i += 16) {                                    \
    floats low = (floats){} - __builtin_inff();                               \
    floats top_a = *(const loose_floats *)(z + i), second_a = low;            \
    floats top_b = *(const loose_floats *)(z + i + 8), second_b = low;        \
    ints number_a = {}, number_b = {};                                        \
    for (int k = 1; k < rows; k++) {                                          \
      const float *row = z + k * columns + i;                                 \
      floats a = *(const loose_floats *)row, b = *(const loose_floats *)(row + 8); \
      TAKE(top_a, second_a, number_a, a, k)                                   \
      TAKE(top_b, second_b, number_b, b, k)                                   \
    }                                                                         \
    *(loose_floats *)(lead + i) = top_a - second_a;                           \
    *(loose_floats *)(lead + i + 8) = top_b - second_b;                       \
    *(loose_ints *)(number + i) = number_a;                                   \
    *(loose_ints *)(number + i + 8) = number_b;                               \
  }

#if defined(__x86_64__)
__attribute__((target("arch=x86-64,avx2,no-avx512f"))) void vector_math_largest_avx2(
    const float *z, long rows, long columns, float *lead, int *number) {
  LARGEST
}

__attribute__((target("arch=x86-64,no-avx")))
#endif
void vector_math_largest(const float *z, long rows, long columns, float *lead, int *number) {
  LARGEST
}
