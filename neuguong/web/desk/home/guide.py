"""What each role does here, in the order in which the work comes."""

from collections.abc import Iterable
from dataclasses import dataclass

from neuguong.org.enums import Role

Lines = tuple[str, ...]

_WRITING: Lines = (
    "Bấm “Giới thiệu một điển hình”, chọn cá nhân, tập thể hoặc hộ gia đình, ghi tên. Nếu đơn vị đã từng giới thiệu người này, trang sẽ nhắc.",
    "Viết trích ngang thành tích: việc gì, từ khi nào, kết quả bằng con số, ai được lợi. Bộ đếm từ cho biết nên viết thêm hay rút gọn.",
    "Trả lời từng tiêu chí theo câu hỏi gợi ý. Thêm ảnh, giấy khen, xác nhận ở phần Minh chứng và ghi chú thích cho từng tệp.",
    "Chữ tự lưu trong lúc viết. Xem dòng “Đã lưu lúc…” ở đầu trang trước khi đóng.",
    "Tiêu chuẩn riêng của đơn vị: mục Tiêu chuẩn, lập bản nháp (có thể từ đơn vị khác), lưu, in văn bản để người đứng đầu ký và ban hành.",
    "Khi hồ sơ bị trả lại, lý do hiện ở đầu trang soạn. Sửa xong thì báo người đứng đầu gửi lại.",
)
_SENDING: Lines = (
    "Mở hồ sơ đang chờ gửi ở “Việc của tôi”, đọc lại, rồi bấm “Gửi hồ sơ”. Gửi xong thì đơn vị không sửa được, trừ khi hồ sơ được trả lại.",
    "Cần rút một hồ sơ đã gửi: mở hồ sơ, bấm “Rút hồ sơ”, khi cơ quan thường trực chưa kết luận.",
    "Quý không có ai để giới thiệu: mở ô của quý trong Bảng theo dõi, báo “không có” kèm lý do.",
    "Điển hình thuộc thẩm quyền của đơn vị: sau khi hồ sơ đạt thẩm định, mở hồ sơ và ghi số, ngày văn bản công nhận của đơn vị.",
)
_OFFICE: Lines = (
    "“Việc của tôi” xếp hồ sơ chờ thẩm định từ cũ đến mới. Mở hồ sơ, đọc văn bản bên trái, minh chứng ở giữa.",
    "Kết luận bằng một trong ba nút: Đạt thẩm định, Trả lại (ghi rõ cần sửa gì), Không đạt (ghi rõ vì sao). Đơn vị đọc nguyên văn lý do.",
    "Người đã lập, sửa, đính kèm hoặc gửi hồ sơ không được thẩm định hồ sơ đó; nhờ đồng nghiệp.",
    "Có thể chọn nhiều hồ sơ trong danh sách rồi làm một bước cho tất cả; kết quả được báo từng dòng.",
    "Sau hạn của quý, lập gói quý ở mục Gói quý. Gói đã lập không đổi được; sai thì lập bản đính chính.",
)
_COUNCIL: Lines = (
    "Xem hồ sơ, minh chứng và Bảng theo dõi của toàn địa bàn.",
    "Chủ tịch Hội đồng công nhận: mở hồ sơ đã đạt thẩm định, ghi số biên bản, ngày họp và số quyết định.",
)
_BOARD: Lines = (
    "Bảng theo dõi cho biết mỗi đơn vị đã gửi gì, còn thiếu gì, theo từng quý và cả năm. Chọn ngày để xem lại một thời điểm.",
    "Bấm vào một ô để xem đúng phần còn thiếu.",
)
_WEEK: Lines = (
    "Trang tuần (trong Bảng theo dõi) cho biết việc gì chờ lãnh đạo, đơn vị nào chậm việc gì, việc gì sắp đến hạn, so với tuần trước.",
    "Mỗi sáng thứ Hai có tin báo trang của tuần vừa qua. “Tải tờ A4” cho một tờ in được ngay.",
)
_EDITOR: Lines = (
    "Mở Bài viết, bấm Viết bài mới, chọn bài viết về ai. Chữ tự lưu; mọi lần lưu đều lấy lại được.",
    "Số liệu, ngày tháng, danh hiệu phải có trong ý đã kiểm chứng của hồ sơ; cột bên phải chỉ rõ chỗ nào chưa có.",
    "Gửi duyệt; khi đã duyệt thì đăng ngay hoặc hẹn giờ. Rút đồng ý hoặc đính chính thì bài tự rời trang.",
)
_CLEARANCE: Lines = (
    "“Việc của tôi” có các bài chờ duyệt. Đọc bài, rồi duyệt hoặc trả lại kèm điều cần sửa.",
    "Ngày lịch sử, tên phong trào không cần minh chứng: bấm “Bỏ qua chỗ này” và ghi lý do.",
)
_TECHNICAL: Lines = (
    "Lập tài khoản, giao vai trò có ngày bắt đầu và kết thúc, cấp mã đặt lại mật khẩu ở mục Tài khoản.",
    "Vai trò này không xem được hồ sơ.",
    "Trong bản minh họa, đổi ngày ở trang “Ngày của bản minh họa”.",
)

_PARTS: tuple[tuple[str, frozenset[Role], Lines], ...] = (
    ("Soạn hồ sơ", frozenset({Role.UNIT_OFFICER, Role.UNIT_HEAD}), _WRITING),
    ("Gửi và công nhận", frozenset({Role.UNIT_HEAD}), _SENDING),
    ("Thẩm định và gói quý", frozenset({Role.EMULATION_OFFICE}), _OFFICE),
    (
        "Hội đồng",
        frozenset({Role.COUNCIL_CHAIR, Role.COUNCIL_DEPUTY, Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY}),
        _COUNCIL,
    ),
    (
        "Theo dõi",
        frozenset(
            {
                Role.LEADER,
                Role.BLOCK_HEAD,
                Role.FINANCE,
                Role.EDITOR,
                Role.CLEARANCE,
                Role.INSPECTOR,
                Role.OBSERVER,
            }
        ),
        _BOARD,
    ),
    ("Viết và đăng bài", frozenset({Role.EDITOR}), _EDITOR),
    ("Duyệt bài", frozenset({Role.CLEARANCE}), _CLEARANCE),
    ("Trang tuần", frozenset({Role.LEADER, Role.COUNCIL_CHAIR, Role.EMULATION_OFFICE}), _WEEK),
    ("Quản trị", frozenset({Role.TECHNICAL}), _TECHNICAL),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One block of the help page."""

    id: str
    title: str
    who: str
    lines: Lines


def parts_for(roles: Iterable[Role]) -> list[Part]:
    """The help that concerns these roles, each block once."""
    mine = frozenset(roles)
    return [
        Part(f"phan-{number}", title, ", ".join(role.label for role in Role if role in mine & whom), lines)
        for number, (title, whom, lines) in enumerate(_PARTS, start=1)
        if mine & whom
    ]
