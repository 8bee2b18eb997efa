"""Texts typed for fonts of before Unicode: read, recognised column by column, and left alone when unsure."""

from __future__ import annotations

import pytest

from desktop.office.column_letters import converted, find_letters
from desktop.office.old_fonts import OldFont
from desktop.office.reading import Sheet, read_workbook

MEN = ("Hä vµ tªn", "Ne¸ng §øc M¹nh", "Ph¹m C«ng ¦íc", "Huúnh V¨n Léc", "NguyÔn Kú Anh")
VNI_MEN = ("Hoï vaø teân", "Neaùng Ñöùc Maïnh", "Phaïm Coâng Öôùc", "Huyønh Vaên Loäc", "Nguyeãn Kyø Anh")


def sheet(*columns: tuple[str | int | None, ...]) -> Sheet:
    return Sheet("DS", tuple(zip(*columns, strict=True)))


def fonts(found: Sheet) -> dict[int, OldFont]:
    return {each.column: each.font for each in find_letters(found).converted}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("céng hoµ x· héi chñ nghÜa viÖt nam", "cộng hoà xã hội chủ nghĩa việt nam"),
        ("Tæ tr\u00adëng", "Tổ trưởng"),
        ("¸p dông, \u00ad¬ng, sï sô, kþ, kû, kü, tõ, hß, hî", "áp dụng, ương, sù sụ, kỵ, kỷ, kỹ, từ, hò, hợ"),
        # Of a font of capitals: its small letters with tones are drawn as capitals.
        ("NGUYÔN V¡N §øC", "NGUYỄN VĂN ĐỨC"),
        ("nguyÔn v¨n ®øc", "nguyễn văn đức"),
        ("DANH S¸CH Tæ VIªN", "DANH SÁCH TỔ VIÊN"),
        ("§ç Vò", "Đỗ Vũ"),
        ("khu phè 3", "khu phố 3"),
        ("Lan, 089083000012", "Lan, 089083000012"),
    ],
)
def test_tcvn3_reads_as_its_fonts_show_it(typed: str, shown: str) -> None:
    assert OldFont.TCVN3.to_unicode(typed) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("AÁp Ñoâng Höng", "Ấp Đông Hưng"),
        ("Toå tröôûng, ñöôïc, vieân", "Tổ trưởng, được, viên"),
        ("nghæ, mò, kyõ, quyù, Aùnh, yù, kî", "nghỉ, mị, kỹ, quý, Ánh, ý, kỵ"),
        ("traêng, taèm, naém, laün, gaëp, thaáy, daäy", "trăng, tằm, nắm, lẵn, gặp, thấy, dậy"),
    ],
)
def test_vni_reads_as_its_fonts_show_it(typed: str, shown: str) -> None:
    assert OldFont.VNI.to_unicode(typed) == shown


def test_each_column_is_known_by_its_own_letters() -> None:
    found = sheet(
        MEN, VNI_MEN, ("Họ và tên", "Neáng Đức Mạnh", "Phạm Công Ước", "Huỳnh Văn Lộc", "Nguyễn Kỳ Anh")
    )
    assert fonts(found) == {0: OldFont.TCVN3, 1: OldFont.VNI}
    shown = converted(found, find_letters(found))
    assert all(len(set(row)) == 1 for row in shown.rows)


def test_numbers_plain_words_and_blanks_stay_what_they_are() -> None:
    found = sheet(MEN, ("STT", 1, None, "Lan", 4))
    assert [row[1] for row in converted(found, find_letters(found)).rows] == ["STT", 1, None, "Lan", 4]


def test_cells_in_unicode_among_old_ones_stay() -> None:
    found = sheet((*MEN, "Trần Thị Bưởi"))
    assert converted(found, find_letters(found)).rows[-1] == ("Trần Thị Bưởi",)


def test_a_head_that_reads_either_way_goes_with_its_neighbours() -> None:
    found = sheet(VNI_MEN, ("Soá CCCD", 1, 2, 3, 4))
    assert fonts(found)[1] is OldFont.VNI
    assert converted(found, find_letters(found)).rows[0][1] == "Số CCCD"


def test_beside_unicode_too_it_is_not_certain() -> None:
    found = sheet(VNI_MEN, ("Soá CCCD", 1, 2, 3, 4), ("Địa chỉ", "Ấp Tây", "Ấp Đông", "Khóm 3", "Khóm 4"))
    assert find_letters(found).unsure == (1,)


def test_letters_that_no_old_font_explains_are_not_certain() -> None:
    found = sheet(("Straße", "Größe", "Äpfel", "Øl", "Façade"))
    assert find_letters(found).unsure == (0,)


@pytest.mark.parametrize(
    "texts",
    [
        ("Hòa", "Lý", "Hà", "Cà Mau"),
        ("Müller", "Trần Thị Bưởi", "Lê Ngọc", "Đỗ Sơn"),
        ("30 °C", "© 2026", "§ 5", "15 m²"),
        ("Nguyen Van An", "Tran Thi B", "", "Le C"),
    ],
)
def test_unicode_is_left_alone(texts: tuple[str, ...]) -> None:
    found = find_letters(sheet(texts))
    assert (found.converted, found.unsure) == ((), ())


@pytest.mark.parametrize("typed", ["\n".join(MEN), "\n".join(VNI_MEN)])
def test_plain_text_of_an_old_font_keeps_its_letters_until_it_is_converted(typed: str) -> None:
    lines = [f"{at};{line}" for at, line in enumerate(typed.splitlines())]
    (read,) = read_workbook("\n".join(lines).encode("cp1252"), "tep.csv").sheets
    assert converted(read, find_letters(read)).rows[2][1] == "Phạm Công Ước"
