"""Links to videos: every form that the sites hand out becomes one spelling; what leads nowhere gets a sentence."""

import pytest

from neuguong.core.errors import BadInput
from neuguong.publicity.reading.videos import video_link

TUBE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


@pytest.mark.parametrize(
    ("typed", "address", "site"),
    [
        (TUBE, TUBE, "YouTube"),
        (f" {TUBE}&t=30s\n", TUBE, "YouTube"),
        ("youtu.be/dQw4w9WgXcQ?si=abc", TUBE, "YouTube"),
        ("http://m.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ", TUBE, "YouTube"),
        ("https://youtube.com/shorts/dQw4w9WgXcQ", TUBE, "YouTube"),
        ("https://www.youtube.com/live/dQw4w9WgXcQ?feature=share", TUBE, "YouTube"),
        ("https://www.facebook.com/watch/?v=1234567890", "https://www.facebook.com/watch/?v=1234567890", "Facebook"),
        ("https://m.facebook.com/dienkhanh/videos/1234567890/", "https://www.facebook.com/watch/?v=1234567890", "Facebook"),
        ("https://www.facebook.com/reel/1234567890", "https://www.facebook.com/reel/1234567890", "Facebook"),
        ("https://fb.watch/aBcDeFgH/", "https://fb.watch/aBcDeFgH/", "Facebook"),
        ("https://Tinh.VN/phim/guong.MP4", "https://tinh.vn/phim/guong.MP4", "tinh.vn"),
        ("https://đài.vn/a.mp4?v=2#t=3", "https://xn--i-rfa0m.vn/a.mp4?v=2", "xn--i-rfa0m.vn"),
    ],
)  # fmt: skip
def test_a_video_is_written_one_way_however_its_link_was_pasted(typed, address, site):
    found = video_link(typed)
    assert (found.address, found.site) == (address, site)
    assert video_link(found.address) == found


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Dán đường dẫn"),
        ("không có", "https://"),
        ("ftp://youtube.com/watch?v=dQw4w9WgXcQ", "https://"),
        ("javascript:alert(1)", "https://"),
        ("data:video/mp4;base64,AAAA", "https://"),
        ("http://tinh.vn/a.mp4", "https://"),
        ("https:///a.mp4", "https://"),
        ("https://[::1/a.mp4", "không phải đường dẫn"),
        ("https://a:70000/a.mp4", "không phải đường dẫn"),
        ("https://quanly:mat@tinh.vn/a.mp4", "tên đăng nhập"),
        ("https://tinh.vn:8443/a.mp4", "số cổng"),
        ("https://localhost/a.mp4", "nội bộ"),
        ("https://may-chu/a.mp4", "nội bộ"),
        ("https://127.0.0.1/a.mp4", "nội bộ"),
        ("https://2130706433/a.mp4", "nội bộ"),
        ("https://[::1]/a.mp4", "nội bộ"),
        ("https://10.0.0.7/a.mp4", "nội bộ"),
        ("https://phim.lan/a.mp4", "nội bộ"),
        ("https://youtube.com.evil/watch?v=dQw4w9WgXcQ", "Chưa nhận ra video"),
        ("https://vimeo.com/12345", "Chưa nhận ra video"),
        ("https://tinh.vn/a.mp3", "Chưa nhận ra video"),
        ("https://tinh.vn/.mp4", "Chưa nhận ra video"),
        ("https://www.youtube.com/@dienkhanh", "không chỉ tới một video"),
        ("https://www.youtube.com/watch?v=ngan", "không chỉ tới một video"),
        ("https://youtu.be/", "không chỉ tới một video"),
        ("https://www.facebook.com/dienkhanh", "không chỉ tới một video"),
        ("https://www.facebook.com/watch/?v=abc", "không chỉ tới một video"),
        ("https://fb.watch/../a", "không chỉ tới một video"),
        ("https://tinh.vn/" + "a" * 500 + ".mp4", "dài quá"),
        ("https://" + "a." * 200 + "vn/a.mp4", "không dùng được|nội bộ"),
    ],
)
def test_a_link_to_nowhere_gets_a_sentence_that_says_what_to_do(typed, sentence):
    with pytest.raises(BadInput, match=sentence) as wrong:
        video_link(typed)
    assert wrong.value.field == "video"
