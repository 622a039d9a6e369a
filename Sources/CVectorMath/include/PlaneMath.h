// Loops over planes of images: convolutions and pooling, with the widest vectors of the processor.
#pragma once

// How many planes a product makes at a time, and how many terms a sum of products.
#define PLANE_TILE 8
#define PLANE_TERMS 3

// Lengths of planes are rounded up to this, and rows may be read this far beyond their end.
#define PLANE_STEP 32

#define PLANE_FUNCTIONS(NUMBER)                                                                    \
  typedef struct {                                                                                 \
    /* y[c][p] = start[c] + Σ_t w[t][c] x[offsets[t] + p] for 8 planes c, `distance` apart, and */ \
    /* p < count, a multiple of 32. */                                                             \
    void (*correlate)(                                                                             \
        const NUMBER *x, const long *offsets, const NUMBER *w, long terms, const NUMBER *start,    \
        NUMBER *y, long distance, long count);                                                     \
    /* sums[t][c] += Σ_i Σ_p g[i][c][p] x[i][offsets[t] + p]; `terms` is a multiple of 3. */       \
    void (*sum_products)(                                                                          \
        const NUMBER *x, long x_step, const long *offsets, long terms, const NUMBER *g,            \
        long g_step, long distance, long images, long count, NUMBER *sums);                        \
    /* The largest of each 2×2 square of rows `stride` apart, at least `floor`, and which of the */ \
    /* four it was, −1 where none is above `floor`. */                                             \
    void (*pool)(                                                                                  \
        const NUMBER *x, long stride, int reads_beyond, NUMBER floor, NUMBER *y, int *place,       \
        long rows, long columns);                                                                  \
    /* Puts g where the largest was, and 0 in the other places of the square. */                   \
    void (*unpool)(                                                                                \
        const NUMBER *g, const int *place, NUMBER *x, long stride, long rows, long columns);       \
  } plane_functions_##NUMBER;                                                                      \
                                                                                                   \
  /* The functions for this processor. */                                                          \
  const plane_functions_##NUMBER *plane_math_##NUMBER(void);

PLANE_FUNCTIONS(float)
PLANE_FUNCTIONS(double)
