from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollsuggest.library.dates import CLOCK_AHEAD, MODIFIED, ORIGINAL, DateEvidence, resolve
from rollsuggest.library.name_dates import in_folders, in_name
from rollsuggest.library.scans import is_scan
from rollsuggest.library.stamps import Stamp, read_stamp
from rollsuggest.model import Certainty, Taken

NOW = datetime(2026, 6, 14, 12)
DIGITIZED = "exif:DateTimeDigitized"
EXACT, DAY, MONTH, YEAR, UNKNOWN = (
    Certainty.EXACT,
    Certainty.DAY,
    Certainty.MONTH,
    Certainty.YEAR,
    Certainty.UNKNOWN,
)


def taken(name: str = "a.jpg", *stamps: Stamp, **more: object) -> Taken:
    return resolve(DateEvidence(name, **{"now": NOW, "stamps": stamps, **more}))  # type: ignore[arg-type]


def original(text: str, **more: str) -> Stamp:
    return Stamp(ORIGINAL, text, **more)


# --- names -----------------------------------------------------------------------------------------------

MOMENTS = {  # what devices and programs write
    "IMG_20230617_142141.jpg": "2023-06-17T14:21:41",  # Android, Huawei, Xiaomi
    "IMG_20230617_142141_1.jpg": "2023-06-17T14:21:41",
    "IMG20230617142141.jpg": "2023-06-17T14:21:41",  # Oppo, OnePlus
    "IMG_20230617_142141_HDR.jpg": "2023-06-17T14:21:41",
    "IMG_20230617_142141_BURST001_COVER.jpg": "2023-06-17T14:21:41",
    "IMG_20230617_142141~2.jpg": "2023-06-17T14:21:41",
    "IMG_20230617_142141-edited.jpg": "2023-06-17T14:21:41",
    "MVIMG_20180725_163423.jpg": "2018-07-25T16:34:23",  # Google motion photo
    "PANO_20180725_163423.vr.jpg": "2018-07-25T16:34:23",
    "00100lPORTRAIT_00100_BURST20190101120102123_COVER.jpg": "2019-01-01T12:01:02.123000",
    "DSC_0001_BURST20180725163423123.JPG": "2018-07-25T16:34:23.123000",  # Sony Xperia
    "20230617_142141.jpg": "2023-06-17T14:21:41",  # Samsung
    "20230617_142141(0).jpg": "2023-06-17T14:21:41",
    "Resized_20230617_142141.jpeg": "2023-06-17T14:21:41",
    "WP_20140615_12_33_44_Pro.jpg": "2014-06-15T12:33:44",  # Windows Phone
    "WIN_20200101_12_33_44_Pro.jpg": "2020-01-01T12:33:44",
    "2024-05-06 12.33.44.jpg": "2024-05-06T12:33:44",  # Dropbox
    "2024-05-06 12.33.44-1.jpg": "2024-05-06T12:33:44",
    "23-06-17 14-21-41 0123.jpg": "2023-06-17T14:21:41",  # Nextcloud
    "Photo 17-06-2023, 14 21 41.jpg": "2023-06-17T14:21:41",
    "Screenshot_2024-05-06-12-33-44-123_com.android.chrome.png": "2024-05-06T12:33:44.123000",  # Xiaomi
    "Screenshot_20240506-123344.png": "2024-05-06T12:33:44",
    "Screenshot_20240506_123344_Chrome.jpg": "2024-05-06T12:33:44",  # Samsung
    "Screenshot 2024-05-06 at 12.33.44.png": "2024-05-06T12:33:44",  # macOS
    "Screen Shot 2019-05-06 at 1.33.44 PM.png": "2019-05-06T13:33:44",
    "Screen Shot 2019-05-06 at 12.33.44 AM.png": "2019-05-06T00:33:44",
    "Screenshot 2023-05-06 at 1.33.44\u202fPM.png": "2023-05-06T13:33:44",  # macOS 13: a narrow space
    "Bildschirmfoto 2024-05-06 um 12.33.44.png": "2024-05-06T12:33:44",
    "Captura de ecrã 2024-05-06, às 12.33.44.png": "2024-05-06T12:33:44",
    "Captura de pantalla 2024-05-06 a las 12.33.44.png": "2024-05-06T12:33:44",
    "截屏2024-05-06 12.33.44.png": "2024-05-06T12:33:44",
}
SENT = {  # messengers: the day is as good as known, the minute is that of sending
    "photo_2023-07-04_12-33-44.jpg": "2023-07-04T12:33:44",  # Telegram Desktop
    "photo_12@04-07-2023_12-33-44.jpg": "2023-07-04T12:33:44",  # Telegram export
    "Telegram/IMG_20230704_123344_567.jpg": "2023-07-04T12:33:44.567000",
    "signal-2023-07-04-12-33-44-123.jpg": "2023-07-04T12:33:44.123000",
    "signal-2023-07-04-123344.jpeg": "2023-07-04T12:33:44",
    "signal-2023-07-04-12-33-44-123-1.jpg": "2023-07-04T12:33:44.123000",
    "viber_image_2023-07-04_12-33-44-123.jpg": "2023-07-04T12:33:44.123000",
    "WhatsApp Image 2023-07-04 at 12.33.44.jpeg": "2023-07-04T12:33:44",
    "WhatsApp Image 2023-07-04 at 1.33.44 PM (1).jpeg": "2023-07-04T13:33:44",
    "WhatsApp Bild 2023-07-04 um 12.33.44.jpg": "2023-07-04T12:33:44",
    "Imagem WhatsApp 2023-07-04 às 12.33.44.jpg": "2023-07-04T12:33:44",
    "WhatsApp Images/IMG-20230704-WA0012.jpg": "2023-07-04T12:00:00",
    "IMG-20230704-WA0012(1).jpeg": "2023-07-04T12:00:00",
}
DAYS = {
    "WP_20140615_001.jpg": "2014-06-15",
    "IMG_20230617_0001.jpg": "2023-06-17",
    "2014-05-06.jpg": "2014-05-06",
    "2014_05_06 Porto 003.jpg": "2014-05-06",
    "Natal 24.12.2009.jpg": "2009-12-24",
    "24-12-2009.jpg": "2009-12-24",
    "20230617.jpg": "2023-06-17",
}
SILENT = [
    "IMG_1234.HEIC", "IMG_E1234.JPG", "DSC_0123.JPG", "DSC_2019.JPG", "P1050123.JPG", "IMG_2019.JPG",
    "2019.jpg", "FB_IMG_1688459624123.jpg", "received_10154567890123456.jpeg", "Snapchat-1234567890.jpg",
    "mmexport1688459624123.jpg", "1688459624123.jpg", "10201520_10152083190_n.jpg", "IMG_20191345_250000.jpg",
    "04-07-2023.jpg", "wallpaper 1920x1080.jpg", "Photo 2019.jpg", "IMG-20230231-WA0001.jpg", "GOPR2012.JPG",
    "image 1999.png", "0-02-05-20a1b2c3d4e5.jpg", "DSC20191.JPG", "6d1b20230617aa.jpg",
]  # fmt: skip


@pytest.mark.parametrize(("name", "at"), MOMENTS.items())
def test_a_moment_in_a_name(name: str, at: str) -> None:
    result = taken(name)
    assert (result.at, result.certainty) == (datetime.fromisoformat(at), EXACT)
    assert result.source in ("name:date", "name:screenshot")


@pytest.mark.parametrize(("name", "at"), SENT.items())
def test_a_messengers_name_tells_the_day(name: str, at: str) -> None:
    result = taken(name)
    assert (result.at, result.certainty) == (datetime.fromisoformat(at), DAY)


@pytest.mark.parametrize(("name", "at"), DAYS.items())
def test_a_day_in_a_name(name: str, at: str) -> None:
    result = taken(name)
    assert result.at is not None
    assert (result.at.date().isoformat(), result.certainty) == (at, DAY)


@pytest.mark.parametrize("name", SILENT)
def test_counters_and_upload_times_say_nothing(name: str) -> None:
    assert taken(name) == Taken(None, UNKNOWN, "")


def test_sources_are_named() -> None:
    assert taken("IMG-20230704-WA0012.jpg").source == "name:whatsapp"
    assert taken("signal-2023-07-04-123344.jpeg").source == "name:signal"
    assert taken("Screenshot_20240506-123344.png").source == "name:screenshot"
    assert taken("IMG_20230617_142141.jpg").source == "name:date"


FORMS = ["IMG_%Y%m%d_%H%M%S", "%Y-%m-%d %H.%M.%S", "%Y%m%d_%H%M%S", "Screenshot_%Y-%m-%d-%H-%M-%S"]


@given(st.datetimes(datetime(1995, 1, 2), datetime(2026, 6, 1)), st.sampled_from(FORMS))
def test_every_moment_in_a_usual_name_is_read_back(at: datetime, form: str) -> None:
    read = in_name(f"DCIM/Camera/{at.strftime(form)}.jpg")
    assert read is not None
    assert read.at == at.replace(microsecond=0)


@given(st.text(max_size=40))
def test_no_name_breaks_the_reading(name: str) -> None:
    in_name(name)
    in_folders(name)
    is_scan(name, name, name)
    read_stamp(Stamp(ORIGINAL, name, name, name))
    assert taken(name, original(name)).certainty in Certainty


# --- UTC names -------------------------------------------------------------------------------------------

PIXEL = "Camera/PXL_20241201_003000272.jpg"


def test_a_pixels_name_is_in_utc_and_becomes_local_by_the_tags() -> None:
    result = taken(PIXEL, Stamp(MODIFIED, "", offset="-05:00"))
    assert result.at == datetime(2024, 11, 30, 19, 30, 0, 272000)
    assert (result.certainty, result.offset_minutes) == (EXACT, -300)


def test_a_pixels_name_becomes_local_by_the_zone_of_the_place() -> None:
    result = taken(PIXEL, zone="America/New_York")
    assert (result.at, result.offset_minutes) == (datetime(2024, 11, 30, 19, 30, 0, 272000), -300)


def test_a_pixels_name_alone_is_a_day_in_the_persons_own_zone() -> None:
    result = taken(PIXEL, now=NOW.replace(tzinfo=ZoneInfo("America/New_York")))
    assert (result.at, result.certainty) == (datetime(2024, 11, 30, 19, 30, 0, 272000), DAY)
    assert taken(PIXEL).certainty is DAY


def test_the_tags_come_before_a_pixels_name_which_tells_their_offset() -> None:
    result = taken(PIXEL, original("2024:11:30 19:30:00", subsec="272"))
    assert result.at == datetime(2024, 11, 30, 19, 30, 0, 272000)
    assert result.offset_minutes == -300


# --- tags ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2023:06:17 14:21:41", "2023-06-17T14:21:41"),
        ("2023-06-17T14:21:41", "2023-06-17T14:21:41"),
        ("2023/06/17 14:21:41\0", "2023-06-17T14:21:41"),
        ("2023:06:17 14:21", "2023-06-17T14:21:00"),
        ("2023:06:17 24:05:41", "2023-06-17T00:05:41"),
        ("2023:06:17 14:21:70", "2023-06-17T14:21:59"),
        ("2023:06:17 02:21:41 PM", "2023-06-17T14:21:41"),
        ("2023:06:17 14:21:41.25", "2023-06-17T14:21:41.250000"),
        ("2023: 6:17 14:21:41", "2023-06-17T14:21:41"),
        ("2023:06:17-14:21:41", "2023-06-17T14:21:41"),
        ("2023:06:17 14-21-41", "2023-06-17T14:21:41"),
        ("2023:06:17 14: 21: 41", "2023-06-17T14:21:41"),
        ("2023:06:17 02:21:41 下午", "2023-06-17T14:21:41"),  # Android in Chinese
        ("2023:06:17 下午02:21:41", "2023-06-17T14:21:41"),
        ("2023:06:17 12:21:41 AM", "2023-06-17T00:21:41"),
        ("2023年06月17日 14:21:41", "2023-06-17T14:21:41"),
        ("٢٠٢٣:٠٦:١٧ ١٤:٢١:٤١", "2023-06-17T14:21:41"),  # Android in Arabic
        ("2566:06:17 14:21:41", "2023-06-17T14:21:41"),  # Thai years
        ("23:06:17 14:21:41", "2023-06-17T14:21:41"),
        ("98:06:17 14:21:41", "1998-06-17T14:21:41"),
        ("20230617142141", "2023-06-17T14:21:41"),
        ("20230617 142141", "2023-06-17T14:21:41"),
        ("17.06.2023 14:21:41", "2023-06-17T14:21:41"),
        ("Sat Jun 17 14:21:41 2023", "2023-06-17T14:21:41"),
        ("Sat, 17 Jun 2023 14:21:41 +0200", "2023-06-17T14:21:41"),
        ("2023:06:17 14:21:41 GMT+02:00", "2023-06-17T14:21:41"),
    ],
)
def test_stamps_as_they_are_met(text: str, at: str) -> None:
    read = read_stamp(original(text))
    assert read is not None
    assert (read.at, read.certainty) == (datetime.fromisoformat(at), EXACT)


@pytest.mark.parametrize(
    "text",
    ["", "    :  :     :  :  ", "0000:00:00 00:00:00", "2023:02:30 10:00:00", "12345:01:01 00:00:00",
     "yesterday", "2023:06:17 25:61:00", "1970:01:01 00:00:00", "1970:01:01 01:00:00", "1904:01:01 00:00:00",
     "1980:01:01 00:00:13", "2000:01:01 00:00:42", "2002:12:08 12:00:00",
     "2038:02:11 09:30:12", "2026:06:16 13:00:00", "1700:01:01 10:00:00"],
)  # fmt: skip
def test_dates_that_no_photo_has_are_refused_and_the_next_source_is_asked(text: str) -> None:
    assert taken("a.jpg", original(text)).at is None
    assert taken("IMG_20230617_142141.jpg", original(text)).at == datetime(2023, 6, 17, 14, 21, 41)
    second = Stamp(DIGITIZED, "2023:06:17 14:21:41")
    assert taken("a.jpg", original(text), second).source == DIGITIZED


@pytest.mark.parametrize(
    "text",
    [
        "05/08/2023 14:21:41",
        "1686999701",
        "2023:06:17 14:21:41 and more",
        "2023",
        "2023:06:17" * 20,
        "Jun 17",
    ],
)
def test_what_is_ambiguous_or_something_else_is_no_moment(text: str) -> None:
    read = read_stamp(original(text))
    assert read is None or read.certainty is YEAR


def test_a_clock_set_to_a_new_year_tells_no_more_than_the_year() -> None:
    clock = original("2012:01:01 00:00:00", offset="+01:00")
    assert taken("a.jpg", clock) == Taken(datetime(2012, 1, 1), YEAR, ORIGINAL)
    assert taken("2014/a.jpg", clock).at == datetime(2014, 7, 1, 12)
    assert taken("IMG_20230617_142141.jpg", clock).at == datetime(2023, 6, 17, 14, 21, 41)
    assert taken("a.jpg", clock, Stamp(DIGITIZED, "2023:06:17 14:21:41")).source == DIGITIZED
    assert taken("a.jpg", original("2000:01:01 00:00:00")).at is None


def test_the_time_of_the_position_counts_where_no_clock_does() -> None:
    fixed = datetime(2024, 7, 1, 12, 30)
    here = taken("a.jpg", gps_at=fixed, zone="Europe/Lisbon")
    assert here == Taken(datetime(2024, 7, 1, 13, 30), EXACT, "gps:DateStamp", 60)
    assert taken("a.jpg", gps_at=fixed).certainty is DAY
    assert taken("a.jpg", original("2023:06:17 14:21:41"), gps_at=fixed).source == ORIGINAL


def test_a_minute_after_new_year_is_a_photo() -> None:
    assert taken("a.jpg", original("2025:01:01 00:00:00")).at == datetime(2025, 1, 1)
    assert taken("a.jpg", original("2010:01:01 00:00:24")).at is not None


def test_the_order_of_sources() -> None:
    xmp = Stamp("xmp:CreateDate", "2021-01-05T10:00:00+02:00")
    digitized, modified = Stamp(DIGITIZED, "2022:01:05 10:00:00"), Stamp(MODIFIED, "2024:01:05 10:00:00")
    first = original("2023:01:05 10:00:00", subsec="5", offset="+01:00")
    name = "IMG_20200105_100000.jpg"
    assert taken(name, modified, xmp, digitized, first).at == datetime(2023, 1, 5, 10, 0, 0, 500000)
    assert taken(name, modified, xmp, digitized).source == DIGITIZED
    assert taken(name, modified, xmp, camera="Canon EOS").source == "xmp:CreateDate"
    assert taken(name, modified, camera="Canon EOS").source == "name:date"
    assert taken("a.jpg", modified, camera="Canon EOS").source == MODIFIED


@pytest.mark.parametrize(
    ("name", "takeout", "at", "source"),
    [
        ("IMG_20200101_101010.jpg", "2019-07-05T10:00:00", "2019-07-05", "takeout:photoTakenTime"),
        ("IMG_20200101_101010.jpg", "2020-01-02T00:11:00", "2020-01-02", "takeout:photoTakenTime"),
        ("IMG_20200101_101010.jpg", "2020-01-01T08:10:10", "2020-01-01T10:10:10", "name:date"),
        ("IMG_20200101_101010.jpg", "2020-01-01T23:10:10", "2020-01-01T10:10:10", "name:date"),
        ("IMG-20200101-WA0001.jpg", "2019-07-05T10:00:00", "2019-07-05", "takeout:photoTakenTime"),
        ("IMG-20200101-WA0001.jpg", "2020-01-02T13:00:00", "2020-01-01", "name:whatsapp"),
        ("IMG-20200101-WA0001.jpg", "2020-01-03T13:00:00", "2020-01-03", "takeout:photoTakenTime"),
        ("IMG_20200101_101010.jpg", "2035-07-05T10:00:00", "2020-01-01T10:10:10", "name:date"),
    ],
)
def test_a_date_corrected_in_google_photos_goes_before_the_name(
    name: str, takeout: str, at: str, source: str
) -> None:
    result = taken(name, takeout_at=datetime.fromisoformat(takeout))
    assert result.at is not None
    assert result.at.isoformat().startswith(at)
    assert result.source == source
    assert taken(name, original("2018:01:05 10:00:00"), takeout_at=datetime(2019, 7, 5)).source == ORIGINAL


def test_a_name_that_another_clock_bears_out_is_no_correction() -> None:
    result = taken(
        "VID_20200101_101010.jpg", takeout_at=datetime(2019, 7, 5), gps_at=datetime(2020, 1, 1, 9, 10)
    )
    assert (result.at, result.source) == (datetime(2020, 1, 1, 10, 10, 10), "name:date")


def test_datetime_counts_only_from_a_camera_and_alone() -> None:
    modified = Stamp(MODIFIED, "2024:01:05 10:00:00")
    assert taken("a.jpg", modified).at is None
    assert taken("a.jpg", modified, camera="Canon EOS", software="Adobe Photoshop 25").at is None
    assert taken("a.jpg", modified, original("0000:00:00 00:00:00"), camera="Canon EOS").at is None


def test_partial_dates_are_known_as_far_as_they_go() -> None:
    assert taken("a.jpg", Stamp("xmp:DateCreated", "1994")).certainty is YEAR
    assert taken("a.jpg", Stamp("xmp:DateCreated", "1994-08")).certainty is MONTH
    assert taken("a.jpg", original("1994:08:00 00:00:00")).certainty is MONTH
    assert taken("a.jpg", original("1994:00:00 00:00:00")).certainty is YEAR
    assert taken("a.jpg", original("1994:08:05 10")).certainty is DAY
    assert taken("a.jpg", Stamp("iptc:DateCreated", "2004-02-26")) == Taken(
        datetime(2004, 2, 26, 12), DAY, "iptc:DateCreated"
    )
    assert taken("a.jpg", Stamp("xmp:DateCreated", "2004-02-26T00:00:00")).certainty is DAY
    assert taken("a.jpg", Stamp("xmp:CreateDate", "2004-02-26T10:00:00")).certainty is DAY  # no camera


def test_the_time_of_the_file_is_no_date() -> None:
    assert taken("a.jpg", file_modified=datetime(2023, 1, 2, 3, 4)).at is None


@given(st.datetimes(datetime(2016, 1, 1), datetime(2026, 6, 14)))
def test_a_good_exif_date_is_kept_to_the_second(at: datetime) -> None:
    assert taken("DSC_0001.JPG", original(at.strftime("%Y:%m:%d %H:%M:%S"))).at == at.replace(microsecond=0)


THAI_YEARS = datetime(2533, 1, 1), datetime(2644, 1, 1)


@given(
    st.datetimes(NOW + CLOCK_AHEAD + timedelta(seconds=1), THAI_YEARS[0] - timedelta(seconds=1))
    | st.datetimes(THAI_YEARS[1], datetime(9999, 12, 31))
)
def test_nothing_comes_from_the_future(at: datetime) -> None:
    stamp = original(at.strftime("%Y:%m:%d %H:%M:%S"))
    assert taken(at.strftime("IMG_%Y%m%d_%H%M%S.jpg"), stamp).at is None


# --- offsets ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("+01:00", 60),
        ("-05:00", -300),
        ("+0530", 330),
        ("Z", 0),
        ("+05:45", 345),
        ("UTC+2:00", 120),
        ("+14:00", 840),
    ],
)
def test_offsets_as_they_are_met(text: str, minutes: int) -> None:
    assert taken("a.jpg", original("2023:06:17 14:21:41", offset=text)).offset_minutes == minutes


@pytest.mark.parametrize("text", ["", "   :  ", "+25:00", "-13:00", "+01:07", "local", "1:00"])
def test_offsets_that_are_none(text: str) -> None:
    assert taken("a.jpg", original("2023:06:17 14:21:41", offset=text)).offset_minutes is None


def test_the_offset_comes_from_gps_time_then_from_the_zone() -> None:
    stamp = original("2023:10:06 08:30:00")
    fixed = datetime(2023, 10, 6, 6, 29, 56)
    assert taken("a.jpg", stamp, gps_at=fixed, zone="Asia/Tokyo").offset_minutes == 120
    stale = datetime(2023, 10, 6, 5, 51)  # fixed a while before
    assert taken("a.jpg", stamp, gps_at=stale, zone="Europe/Paris").offset_minutes == 120
    assert taken("a.jpg", stamp, gps_at=stale).offset_minutes is None
    assert taken("a.jpg", stamp, zone="Mars/Phobos").offset_minutes is None


def test_the_zone_knows_summer_time() -> None:
    assert taken("a.jpg", original("2024:07:01 12:00:00"), zone="Europe/Lisbon").offset_minutes == 60
    assert taken("a.jpg", original("2024:12:01 12:00:00"), zone="Europe/Lisbon").offset_minutes == 0


def test_a_day_has_no_offset() -> None:
    assert taken("IMG-20230704-WA0012.jpg", zone="Europe/Lisbon").offset_minutes is None


# --- folders ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "at", "certainty"),
    [
        ("2019/IMG_1234.jpg", "2019-07-01", YEAR),
        ("Photos from 2019/IMG_1234.jpg", "2019-07-01", YEAR),
        ("Lisbon 2019/DSC_0001.JPG", "2019-07-01", YEAR),
        ("2019/08/IMG_1234.jpg", "2019-08-15", MONTH),
        ("2019/08 Algarve/IMG_1234.jpg", "2019-08-15", MONTH),
        ("2019/Agosto/IMG_1234.jpg", "2019-08-15", MONTH),
        ("2019-08/IMG_1234.jpg", "2019-08-15", MONTH),
        ("DCIM/201908__/IMG_1234.jpg", "2019-08-15", MONTH),
        ("August 2019/IMG_1234.jpg", "2019-08-15", MONTH),
        ("2019-08-05 Lagos/IMG_1234.jpg", "2019-08-05", MONTH),
        ("Natal 2009 013.jpg", "2009-07-01", YEAR),
    ],
)
def test_folders_tell_the_month_or_year(path: str, at: str, certainty: Certainty) -> None:
    result = taken(path)
    assert result.at is not None
    assert (result.at.date().isoformat(), result.certainty, result.source) == (at, certainty, "folder")


@pytest.mark.parametrize(
    "path",
    ["Backup 2023-06-17/IMG_1234.jpg", "Export 2021/a.jpg", "100_2019A/a.jpg", "2019-2021/a.jpg",
     "1990s/a.jpg", "DCIM/100APPLE/IMG_1234.JPG", "2031/a.jpg", "IMG_20000101_000012.jpg"],
)  # fmt: skip
def test_folders_that_tell_nothing(path: str) -> None:
    assert taken(path).at is None


# --- scans -----------------------------------------------------------------------------------------------

SCANNED = "2025:11:08 15:00:00"


@pytest.mark.parametrize(
    ("path", "camera", "software"),
    [
        ("a.jpg", "EPSON Perfection V39", ""),
        ("a.jpg", "EPSON ET-2750 Series", ""),
        ("a.jpg", "Canon CanoScan LiDE 300", ""),
        ("a.jpg", "Canon MG5700 series", ""),
        ("a.jpg", "HP Scanjet G4010", ""),
        ("a.jpg", "Plustek OpticFilm 8200i", ""),
        ("a.jpg", "Nikon SUPER COOLSCAN 5000 ED", ""),
        ("a.jpg", "Brother MFC-L2710DW", ""),
        ("a.jpg", "", "VueScan 9"),
        ("a.jpg", "", "SilverFast 8"),
        ("Scans/scan0001.jpg", "", ""),
        ("Digitalizações/avó.jpg", "", ""),
        ("Fotos digitalizadas/1.jpg", "", ""),
        ("gescannt/1.jpg", "", ""),
        ("Numérisé/1.jpg", "", ""),
        ("old_photo_scan.jpg", "", ""),
        ("Сканы/1.jpg", "", ""),
    ],
)
def test_a_scan_is_not_dated_by_the_day_of_scanning(path: str, camera: str, software: str) -> None:
    stamps = original(SCANNED), Stamp(DIGITIZED, SCANNED), Stamp(MODIFIED, SCANNED)
    assert taken(path, *stamps, camera=camera, software=software) == Taken(None, UNKNOWN, "scan")


@pytest.mark.parametrize(
    ("path", "camera"),
    [
        ("Scandinavia/IMG_1.jpg", "Apple iPhone 13"),
        ("Skansen/IMG_1.jpg", "Apple iPhone 13"),
        ("a.jpg", "SEIKO EPSON CORP. PhotoPC 850Z"),
        ("a.jpg", "Canon EOS 90D"),
        ("a.jpg", "Canon PowerShot TX1"),
        ("Canal/a.jpg", "HP PhotoSmart 315"),
    ],
)
def test_a_photo_is_no_scan(path: str, camera: str) -> None:
    assert not is_scan(path, camera, "")


@pytest.mark.parametrize(
    ("path", "year"),
    [
        ("Scans/1994 summer/scan0001.jpg", 1994),
        ("Scans/summer 1994 003.jpg", 1994),
        ("scan_1994_003.jpg", 1994),
        ("1988/scan0001.jpg", 1988),
    ],
)
def test_a_scan_may_say_its_year(path: str, year: int) -> None:
    result = taken(path, original(SCANNED), camera="EPSON Perfection V39")
    assert result.at is not None
    assert (result.at.year, result.certainty) == (year, YEAR)


@pytest.mark.parametrize("path", ["Scans 2025/scan1.jpg", "img20251108_15032312.jpg", "Scan_20251108.jpg"])
def test_the_year_of_scanning_is_no_year_of_the_photo(path: str) -> None:
    assert taken(path, original(SCANNED), camera="EPSON Perfection V39").at is None
    assert taken(f"Scans/{path}", file_modified=datetime(2025, 11, 8)).at is None


def test_a_scan_that_someone_dated_is_believed() -> None:
    dated = taken("scan1.jpg", original("1994:07:03 12:00:00"), Stamp(DIGITIZED, SCANNED))
    assert dated.at == datetime(1994, 7, 3, 12)
    later = taken("scan1.jpg", original("2001:07:03 12:00:00"), Stamp(DIGITIZED, SCANNED))
    assert later.at == datetime(2001, 7, 3, 12)
    assert (
        taken("scan1.jpg", original("2001:07:03 12:00:00"), Stamp(DIGITIZED, "2001:07:03 12:00:00")).at
        is None
    )
    assert taken("Scans/1994-07-03 Ana.jpg", original(SCANNED)).at == datetime(1994, 7, 3, 12)
