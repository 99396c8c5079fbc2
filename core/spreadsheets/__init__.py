"""Excel in and out: `writing` makes workbooks, `reading` opens what people send, `importing` brings it in."""

from core.spreadsheets.writing import Column, Sheet, excel_response, workbook

__all__ = ["Column", "Sheet", "excel_response", "workbook"]
