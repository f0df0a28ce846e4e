// SPDX-License-Identifier: Apache-2.0
//
// Residual codes in standard C.
#include <string.h>

#include "residual.h"

static void decode(const struct rag_residual_query *query, const uint8_t *codes, uint8_t *row) {
    const unsigned mask = (1u << query->bits) - 1;
    rag_residual_clear_end(query, row);
    for (size_t shift = 0; shift < 8; shift += query->bits, row += query->row_bytes)
        for (size_t byte = 0; byte < query->row_bytes; byte++) row[byte] = query->levels[codes[byte] >> shift & mask];
}

static void add_dot(const uint8_t *row, const int8_t *quads, size_t quad_count, int32_t *sum) {
    for (size_t quad = 0; quad < quad_count; quad++, row += 4, quads += 4 * RAG_PANEL_ROWS)
        for (size_t lane = 0; lane < RAG_PANEL_ROWS; lane++)
            sum[lane] += row[0] * quads[4 * lane] + row[1] * quads[4 * lane + 1] + row[2] * quads[4 * lane + 2] +
                         row[3] * quads[4 * lane + 3];
}

void rag_residual_portable(const struct rag_residual_query *query, struct rag_residual_rows rows, float *best) {
    uint8_t decoded[RAG_MAXIMUM_DIMENSION + RAG_RESIDUAL_SLACK];
    for (size_t row = 0; row < rows.count; row++) {
        float scale;
        rag_convert_f16_to_f32(&rows.scales[row], 1, &scale);
        decode(query, rows.codes + row * query->row_bytes, decoded);
        const float *table = query->table + rows.centroids[row] * query->panel_count * RAG_PANEL_ROWS;
        for (size_t index = 0; index < query->panel_count; index++) {
            const struct rag_residual_panel *panel = (const void *)(query->panels + index * query->panel_bytes);
            int32_t sum[RAG_PANEL_ROWS];
            memcpy(sum, panel->bias, sizeof sum);
            add_dot(decoded, (const int8_t *)(panel + 1), query->quads, sum);
            for (size_t lane = 0; lane < RAG_PANEL_ROWS; lane++) {
                const size_t place = index * RAG_PANEL_ROWS + lane;
                const float score = scale * ((float)sum[lane] * panel->factor[lane] + table[place]);
                best[place] = score > best[place] ? score : best[place];
            }
        }
    }
}
