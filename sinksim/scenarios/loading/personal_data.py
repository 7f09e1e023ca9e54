"""What looks like data about a person is refused; the messages never repeat it."""

import re
from collections.abc import Iterable

from sinksim.scenarios.loading.sheets import Sheet

_COLUMN = re.compile(
    r"姓名|名字|身份|证件|证号|电话|手机|联系|住址|地址|邮箱|微信|社保号|医保号|病历号"
    r"|(^|_)(name|phone|mobile|tel|telephone|cell|id|idcard|identity|passport|ssn|address|email|wechat|birthday)(_|$)",
    re.IGNORECASE,
)
# An identity number has 17 digits and a check sign; a mobile number 11 digits from 1 on, perhaps after China's 86.
_IDENTITY_NUMBER = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")
_PHONE_NUMBER = re.compile(r"(?<![0-9])(?:86)?1[0-9]{10}(?![0-9])")
_GAPS = re.compile(r"[\s\-()（）+]")

# The commonest Chinese surnames; with one or two more characters they look like a person's name.
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"  # noqa: E501
_PERSON = re.compile(f"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}")

# Fewer such words in a column may be services (金融, 白事); a column full of them is a list of people.
_FEWEST_NAMES = 5


def personal_faults(sheet: Sheet, known: Iterable[str]) -> list[str]:
    """One sentence per column or row that looks like names, identity numbers or phone numbers.

    ``known``: the declared columns of the table, whose names are not suspicious.
    """
    known = set(known)
    faults = [
        f"{sheet.name}: a column looks by its name like data about persons ({column[:20]}); allowed: no such column"
        for column in sheet.columns
        if column not in known and _COLUMN.search(column)
    ]
    faults += [
        f"{sheet.where(row)}: {column} looks like {kind} (not shown); allowed: no data about persons"
        for row, cells in sheet.rows
        for column, cell in cells.items()
        if (kind := _kind(cell))
    ]
    return faults + [
        f"{sheet.name}: column {column[:20]} looks like names of persons (not shown); allowed: no data about persons"
        for column in sheet.columns
        if _is_people([cells.get(column, "") for _, cells in sheet.rows])
    ]


def _kind(cell: str) -> str | None:
    """What a cell seems to hold about a person, in words; None where it is harmless."""
    digits = _GAPS.sub("", cell)  # as in (+86) 138-0013-8000
    if _IDENTITY_NUMBER.search(digits):
        return "an identity number"
    return "a phone number" if _PHONE_NUMBER.search(digits) else None


def _is_people(cells: Iterable[str]) -> bool:
    """Whether most of the distinct entries of a column have the form of a Chinese name."""
    distinct = {cell for cell in cells if cell}
    people = [cell for cell in distinct if _PERSON.fullmatch(cell)]
    return len(people) >= _FEWEST_NAMES and 2 * len(people) > len(distinct)
