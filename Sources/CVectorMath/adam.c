// The step of Adam on as many numbers at once as the processor's vectors hold: a root and a quotient a
// number are most of it, and Swift's loop takes them one by one.
#include "CVectorMath.h"

#define ADAM(NAME, NUMBER, TARGET)                                                                \
  TARGET void vector_math_adam_##NAME(                                                            \
      const vector_math_adam_step *step, NUMBER *restrict w, const NUMBER *restrict gradient,     \
      NUMBER *restrict m, NUMBER *restrict v, long count) {                                       \
    NUMBER decay = step->decay, kept = step->kept, length = step->length;                         \
    NUMBER beta1 = step->beta1, beta2 = step->beta2, epsilon = step->epsilon;                     \
    NUMBER rest1 = step->rest1, rest2 = step->rest2, correction = step->correction;               \
    for (long i = 0; i < count; i++) {                                                            \
      NUMBER g = gradient[i] + decay * w[i];                                                      \
      m[i] = beta1 * m[i] + rest1 * g;                                                            \
      v[i] = beta2 * v[i] + rest2 * g * g;                                                        \
      NUMBER root = __builtin_elementwise_sqrt(v[i]);                                             \
      w[i] = kept * w[i] - length * m[i] / (correction * root + epsilon);                         \
    }                                                                                             \
  }

#if defined(__x86_64__)
#define SSE2 __attribute__((target("arch=x86-64,no-avx")))
#define AVX2 __attribute__((target("arch=x86-64,avx2,no-avx512f")))
ADAM(double_avx2, double, AVX2)
ADAM(float_avx2, float, AVX2)
#else
#define SSE2
#endif

ADAM(double, double, SSE2)
ADAM(float, float, SSE2)
