"""Tables with commas: what another program reads, and nothing that a spreadsheet program would reckon."""

from datetime import date
from decimal import Decimal

from neuguong.core.papers import Column, Group, Table, build_csv


def test_each_kind_of_value_is_written_as_a_program_reads_it():
    columns = tuple(Column(name, 20) for name in ("Đơn vị", "Số", "Tiền", "Ngày", "Ghi chú"))
    rows = (("Xã A, B", 1234, Decimal("1.50"), date(2025, 3, 5), None), ("=1+1", -2, Decimal("0"), None, "hai\ndòng"))
    written = build_csv(Table(columns, (Group(rows=rows),)))
    assert written == (
        '\ufeffĐơn vị,Số,Tiền,Ngày,Ghi chú\r\n"Xã A, B",1234,1.50,2025-03-05,\r\n\'=1+1,-2,0,,hai dòng\r\n'.encode()
    )
