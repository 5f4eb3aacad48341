// SPDX-License-Identifier: MIT
#include "shim.h"
#include <loading.h>

#define FUNCTIONS(EACH)                                                                   \
    EACH(format_set_align) EACH(format_set_bg_color) EACH(format_set_bold)                \
    EACH(format_set_bottom) EACH(format_set_font_size) EACH(format_set_num_format)        \
    EACH(format_set_text_wrap) EACH(lxw_workbook_free) EACH(workbook_add_format)          \
    EACH(workbook_add_worksheet) EACH(workbook_close) EACH(workbook_new_opt)              \
    EACH(workbook_set_properties) EACH(worksheet_autofilter) EACH(worksheet_fit_to_pages) \
    EACH(worksheet_freeze_panes) EACH(worksheet_repeat_rows) EACH(worksheet_set_column)   \
    EACH(worksheet_set_landscape) EACH(worksheet_write_number) EACH(worksheet_write_string)

LOADED_TABLE(FUNCTIONS)

// Swift reads the structures of this very version of the header, so no other will do.
const char *rescind_load_xlsxwriter(void) { return LOADED_LOAD("libxlsxwriter.so." LXW_SOVERSION); }

LOADED(lxw_workbook *, workbook_new_opt, (const char *path, lxw_workbook_options *options),
       path, options)
LOADED(lxw_worksheet *, workbook_add_worksheet, (lxw_workbook *book, const char *name), book, name)
LOADED(lxw_format *, workbook_add_format, (lxw_workbook *book), book)
LOADED(lxw_error, workbook_set_properties, (lxw_workbook *book, lxw_doc_properties *properties),
       book, properties)
LOADED(lxw_error, workbook_close, (lxw_workbook *book), book)
LOADED(void, lxw_workbook_free, (lxw_workbook *book), book)

LOADED(void, format_set_align, (lxw_format *format, uint8_t alignment), format, alignment)
LOADED(void, format_set_bg_color, (lxw_format *format, lxw_color_t color), format, color)
LOADED(void, format_set_bold, (lxw_format *format), format)
LOADED(void, format_set_bottom, (lxw_format *format, uint8_t style), format, style)
LOADED(void, format_set_font_size, (lxw_format *format, double size), format, size)
LOADED(void, format_set_num_format, (lxw_format *format, const char *pattern), format, pattern)
LOADED(void, format_set_text_wrap, (lxw_format *format), format)

LOADED(lxw_error, worksheet_write_string,
       (lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text, lxw_format *format),
       sheet, row, column, text, format)
LOADED(lxw_error, worksheet_write_number,
       (lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, double number, lxw_format *format),
       sheet, row, column, number, format)
LOADED(lxw_error, worksheet_set_column,
       (lxw_worksheet *sheet, lxw_col_t first, lxw_col_t last, double width, lxw_format *format),
       sheet, first, last, width, format)
LOADED(lxw_error, worksheet_autofilter,
       (lxw_worksheet *sheet, lxw_row_t top, lxw_col_t left, lxw_row_t bottom, lxw_col_t right),
       sheet, top, left, bottom, right)
LOADED(lxw_error, worksheet_repeat_rows, (lxw_worksheet *sheet, lxw_row_t first, lxw_row_t last),
       sheet, first, last)
LOADED(void, worksheet_freeze_panes, (lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column),
       sheet, row, column)
LOADED(void, worksheet_fit_to_pages, (lxw_worksheet *sheet, uint16_t width, uint16_t height),
       sheet, width, height)
LOADED(void, worksheet_set_landscape, (lxw_worksheet *sheet), sheet)
