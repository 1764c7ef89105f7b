"""Evidence drawn for the demonstration: a field, a road, shelves, a ledger page. No photograph of anybody."""

import io

import xlsxwriter
from PIL import Image, ImageDraw

from neuguong.ledger.demo.diary import spread

SIZE = (960, 640)
SKIES = ((206, 226, 236), (238, 223, 197), (213, 221, 232), (233, 233, 214))
GROUNDS = ((126, 153, 92), (158, 140, 96), (104, 142, 110), (171, 152, 103))
WALLS = ((196, 160, 120), (180, 120, 96), (150, 158, 168), (212, 188, 140))


def photo(key: str) -> bytes:
    """A JPEG of one of three scenes, in colours and proportions of its own."""
    image = Image.new("RGB", SIZE, SKIES[spread(f"{key} sky", len(SKIES))])
    draw = ImageDraw.Draw(image)
    (_field, _road, _shelves)[spread(f"{key} scene", 3)](draw, key)
    return _saved(image, "JPEG", quality=82)


def _field(draw: ImageDraw.ImageDraw, key: str) -> None:
    width, height = SIZE
    horizon = 220 + spread(key, 90)
    ground = GROUNDS[spread(f"{key} ground", len(GROUNDS))]
    draw.polygon([(0, horizon), (260, horizon - 110), (560, horizon - 20), (width, horizon - 70), (width, horizon)],
                 fill=(140, 158, 158))  # fmt: skip
    draw.rectangle((0, horizon, width, height), fill=ground)
    darker = tuple(max(0, channel - 26) for channel in ground)
    for row in range(12):
        x = -300 + row * 140
        draw.polygon([(x, height), (x + 50, height), (width // 2 + 12, horizon), (width // 2, horizon)], fill=darker)
    sun = 90 + spread(f"{key} sun", 700)
    draw.ellipse((sun, 50, sun + 80, 130), fill=(247, 214, 130))


def _road(draw: ImageDraw.ImageDraw, key: str) -> None:
    width, height = SIZE
    horizon = 250 + spread(key, 60)
    draw.rectangle((0, horizon, width, height), fill=GROUNDS[spread(f"{key} ground", len(GROUNDS))])
    draw.polygon([(120, height), (width - 120, height), (width // 2 + 26, horizon), (width // 2 - 26, horizon)],
                 fill=(176, 176, 172))  # fmt: skip
    for house in range(4):
        x = 30 + house * 240 + spread(f"{key} {house}", 60)
        if abs(x + 50 - width // 2) < 110:
            continue
        draw.rectangle((x, horizon - 60, x + 110, horizon + 20), fill=WALLS[spread(f"{key} {house}", len(WALLS))])
        draw.polygon([(x - 12, horizon - 60), (x + 55, horizon - 112), (x + 122, horizon - 60)], fill=(150, 72, 58))


def _shelves(draw: ImageDraw.ImageDraw, key: str) -> None:
    width, height = SIZE
    draw.rectangle((0, 0, width, height), fill=(244, 236, 220))
    for shelf in range(4):
        bottom = 150 + shelf * 150
        x = 40
        while x < width - 70:
            thick, tall = 14 + spread(f"{key} {shelf} {x}", 22), 78 + spread(f"{key} {x}", 44)
            colour = (*WALLS, *GROUNDS)[spread(f"{key} {shelf} {x} colour", 8)]
            draw.rectangle((x, bottom - tall, x + thick, bottom), fill=colour)
            x += thick + 4
        draw.rectangle((20, bottom, width - 20, bottom + 14), fill=(128, 92, 60))


def scan(key: str) -> bytes:
    """A PDF that looks like a scanned page: lines of writing and a round seal, nothing that can be read."""
    page = Image.new("RGB", (620, 877), (251, 250, 245))
    draw = ImageDraw.Draw(page)
    draw.rectangle((330, 60, 560, 68), fill=(60, 60, 64))
    draw.rectangle((200, 130, 430, 142), fill=(40, 40, 44))
    for line in range(20 + spread(key, 6)):
        y = 190 + line * 22
        end = 540 - (spread(f"{key} {line}", 150) if line % 5 == 4 else spread(f"{key} {line}", 16))
        draw.rectangle((80, y, end, y + 5), fill=(96, 96, 102))
    draw.ellipse((390, 730, 500, 840), outline=(178, 52, 46), width=5)
    draw.line((420, 800, 520, 770), fill=(46, 70, 140), width=4)
    return _saved(page, "PDF", resolution=75.0)


def _saved(image: Image.Image, form: str, **how: float) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **how)
    return buffer.getvalue()


def log_book(key: str, year: int) -> bytes:
    """An .xlsx with twelve months of figures."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("So theo doi")
        sheet.write_row(0, 0, ["Tháng", "Số lượng", "Người ghi"])
        for month in range(1, 13):
            sheet.write_row(month, 0, [f"{month:02d}/{year}", 20 + spread(f"{key} {month}", 60), "thư ký thôn"])
    return buffer.getvalue()
