"""What opens a camera stands nowhere, and an address that cannot be understood says how to write it."""

import pytest

from gatekeeper.capture.addresses import fault_of, hide_credentials, restored, shown
from gatekeeper.errors import CameraError

SECRETS = ("s3cret", "adm1n", "t0ken", "p@ss", "w#rd", "5%off")


@pytest.mark.parametrize(
    ("address", "as_shown"),
    [
        ("rtsp://adm1n:s3cret@10.0.0.5:554/Streaming/101", "rtsp://***@10.0.0.5:554/Streaming/101"),
        ("rtsp://adm1n:s3cret%40x@cam/a", "rtsp://***@cam/a"),
        ("rtsp://adm1n:p@ss@cam/a", "rtsp://***@cam/a"),
        ("rtsp://adm1n:p@ss/w#rd?s3cret@cam/a", "rtsp://***@cam/a"),
        ("rtsp://adm1n:a s3cret@cam/a", "rtsp://***@cam/a"),
        ("rtsp://t0ken@cam/a", "rtsp://***@cam/a"),
        ("rtsp:/adm1n:s3cret@cam/a", "rtsp:/***@cam/a"),
        ("adm1n:s3cret@cam/a", "***@cam/a"),
        ("HTTP://adm1n:s3cret@cam/a", "HTTP://***@cam/a"),
        ("http://cam/v.cgi?user=adm1n&password=s3cret&channel=1", "http://cam/v.cgi?user=***&password=***&channel=1"),
        ("http://cam/v.cgi?loginuse=adm1n&loginpas=s3cret", "http://cam/v.cgi?loginuse=***&loginpas=***"),
        ("http://cam/v?x=t0ken#t0ken", "http://cam/v?x=***#***"),
        ("http://cam/v?t0ken", "http://cam/v?***"),
        ("http://adm1n:s3cret@cam/v?token=t0ken;subtype=0", "http://***@cam/v?token=***;subtype=0"),
        ("http://cam/v?channel=s3cret-that-is-long-enough", "http://cam/v?channel=***"),
        ("rtsp://cam/user=adm1n_password=s3cret_channel=1.sdp", "rtsp://cam/user=***_password=***_channel=1.sdp"),
        ("rtsp://cam/user=adm1n&password=s3cret&channel=1", "rtsp://cam/user=***&password=***&channel=1"),
        ("rtsps://cam:7441/WCqDqAkPe1t0kenX?enableSrtp", "rtsps://cam:7441/***?enableSrtp"),
        ("http://cam/video;jsessionid=t0ken", "http://cam/video;jsessionid=***"),
        ("http://cam/v1/token/t0ken/video", "http://cam/v1/token/***/video"),
        ("rtsp://adm1n:s3cret@", "rtsp://***@"),
        ("rtsp://adm1n:s3cret＠cam/a", "rtsp://***@cam/a"),
        ("rtsp：//adm1n：s3cret@cam/a", "rtsp：//***@cam/a"),
        ("adm1n：s3cret＠cam/a", "***@cam/a"),
        ("rtsp://cam:554/0/adm1n:s3cret/main", "rtsp://cam:554/0/***/main"),
        ("rtsp://cam/u=adm1n/p=s3cret/ch=1", "rtsp://cam/u=***/p=***/ch=1"),
        ("http://cam/pw=s3cret&stream=0.sdp", "http://cam/pw=***&stream=0.sdp"),
        ("http://[fe80::1]:8080/video", "http://[fe80::1]:8080/video"),
        ("http://cam/s3cR3t.m3u8", "http://cam/***.m3u8"),
        ("rtsp://cam/live/x7Kq2", "rtsp://cam/live/***"),
        ("http://cam/img/WCqDqAkPe1t0kenX.jpg", "http://cam/img/***.jpg"),
        ("http://cam/video1.mjpg", "http://cam/video1.mjpg"),
        ("rtsp://cam/mpeg4cif", "rtsp://cam/mpeg4cif"),
        ("rtsp://cam/h264Preview_01_main", "rtsp://cam/h264Preview_01_main"),
        ("/dev/v4l/by-id/usb-Cam-index0", "/dev/v4l/by-id/usb-Cam-index0"),
        ("C:/Users/bob@work/clip.mp4", "C:/Users/bob@work/clip.mp4"),
    ],
)
def test_an_address_is_shown_without_what_opens_the_camera(address: str, as_shown: str) -> None:
    assert shown(address) == as_shown
    assert shown(as_shown) == as_shown
    in_a_text = hide_credentials(f"[rtsp @ 0x55d0] Opening '{address}' failed: 401 (at 10:30).")
    assert in_a_text.startswith("[rtsp @ 0x55d0] Opening '")
    if " " not in address:
        assert in_a_text.endswith("failed: 401 (at 10:30).")
    assert not [secret for secret in SECRETS if secret in as_shown + in_a_text]


def test_several_addresses_in_a_text_and_errors_hide_what_opens_them() -> None:
    text = "rtsp://adm1n:s3cret@a/x and http://b/y?pwd=s3cret, then http://c/z"
    assert hide_credentials(text) == "rtsp://***@a/x and http://b/y?pwd=***, then http://c/z"
    error = CameraError("rtsp://adm1n:s3cret@a/x is broken.", "Try http://adm1n:s3cret@a")
    assert (error.message, error.hint) == ("rtsp://***@a/x is broken.", "Try http://***@a")
    assert "s3cret" not in repr(error)
    assert "s3cret" not in str(error)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("rtsp://adm1n:pa/s3cret@cam/a", "cannot be told"),
        ("rtsp://adm1n:pa#s3cret@cam/a", "cannot be told"),
        ("rtsp://adm1n:12/s3cret@cam/a", "cannot be told"),
        ("rtsp://adm1n:5%off@cam/a", "%"),
        ("rtsp://adm1n:a s3cret@cam/a", "space"),
        ("rtsp://cam:5x4/a", "port"),
        ("rtsp://cam:99999/a", "port"),
        ("rtsp:///a", "no host"),
        ("rtsp://adm1n:s3cret@/a", "no host"),
        ("http://", "no host"),
        ("rtsp://***@cam/a", "hidden"),
    ],
)
def test_a_wrong_address_is_explained_with_the_right_form(address: str, says: str) -> None:
    fault = fault_of(address)
    assert fault is not None
    message, hint = fault
    assert says in message
    assert hint
    assert not [secret for secret in SECRETS if secret in message + hint]
    if "adm1n" in address and "no host" not in says:
        assert "%40" in hint


@pytest.mark.parametrize(
    "address",
    [
        "rtsp://cam",
        "rtsp://adm1n:p%40ss%2Fw%23rd@cam:554/a?channel=1",
        "rtsp://adm1n:p@ss@cam/a",  # the last @ ends the password, for the reader of streams as well
        "http://[fe80::1]:8080/a",
        "rtsp://cam/a@1",
        "http://cam:80/a?mail=a@b",
    ],
)
def test_a_good_address_has_no_fault(address: str) -> None:
    assert fault_of(address) is None


@pytest.mark.parametrize(
    ("before", "edit", "meant"),
    [
        ("rtsp://u:p@a/x", ("a/x", "a/y"), "rtsp://u:p@a/y"),
        ("rtsp://u:p@a/x", ("a/x", "A/x"), "rtsp://u:p@A/x"),
        ("rtsp://u:p@a/x", ("***", "new:pw"), "rtsp://new:pw@a/x"),
        ("http://a/x?user=u&pwd=p+&channel=1", ("channel=1", "channel=2"), "http://a/x?user=u&pwd=p+&channel=2"),
        ("http://u:p@a/x?pwd=q", ("a/x", "a"), "http://u:p@a?pwd=q"),
        ("rtsp://u:p w@a/x", ("a/x", "a/y"), "rtsp://u:p w@a/y"),
        ("0", ("0", "rtsp://u:p@a"), "rtsp://u:p@a"),
    ],
)
def test_a_hidden_unedited_part_stays(before: str, edit: tuple[str, str], meant: str) -> None:
    assert restored(shown(before), before) == before
    assert restored(shown(before).replace(*edit), before) == meant


@pytest.mark.parametrize(
    ("before", "edited"),
    [
        ("rtsp://u:s3cret@a/x", "rtsp://***@b/x"),
        ("rtsp://u:s3cret@a/x", "rtsp://***@a:8554/x"),
        ("rtsps://u:s3cret@a/x", "rtsp://***@a/x"),
        ("rtsp://u:s3cret@a/x", "rtsp://***@b/@a/x"),
        ("rtsp://u:s3cret@a/x", "rtsp://***@b?@a/x"),
        ("http://a/x?pwd=s3cret", "http://b/x?pwd=***"),
        ("http://a/x?pwd=s3cret", "http://b/x?pwd=***#@a/x"),
    ],
)
def test_a_hidden_part_is_never_used_for_another_camera(before: str, edited: str) -> None:
    meant = restored(edited, before)
    assert "s3cret" not in meant
    fault = fault_of(meant)
    assert fault is not None
    assert "hidden" in fault[0]
