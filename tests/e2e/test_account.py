"""The settings of one's own account, in Korean and on a phone."""

import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page, expect

from tests.live import STUDENT, RunningSite

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

PHONE = {"width": 390, "height": 844}
TOTP_PERIOD_S = 30


@pytest.fixture
def phone(browser: Browser, site: RunningSite) -> Iterator[Page]:
    context = browser.new_context(base_url=site.url, locale="ko-KR", viewport=PHONE)  # type: ignore[arg-type]  # a plain dict
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


def sign_in(page: Page) -> None:
    username, password = STUDENT
    page.goto("/login")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(password)
    page.get_by_role("button", name="로그인").click()


def confirm(page: Page) -> None:
    """Say the password once more, as the account's guards ask."""
    dialog = page.get_by_role("dialog", name="비밀번호를 입력하세요")
    dialog.locator("input[name=password]").fill(STUDENT[1])
    dialog.get_by_role("button", name="확인").click()


def code_of(secret: str) -> str:
    """What an authenticator app shows now."""
    code: str = format_hotp_value(hotp_value(secret, int(time.time()) // TOTP_PERIOD_S))
    return code


def test_a_second_factor_is_set_up_used_and_turned_off(phone: Page) -> None:
    # given a student who turns the second factor on by the secret of the QR code
    sign_in(phone)
    expect(phone).to_have_url(re.compile(r"/$"))
    phone.goto("/settings/security")
    phone.get_by_role("button", name="설정하기").click()
    expect(phone.get_by_role("img", name="인증 앱용 QR 코드")).to_be_visible()
    secret = phone.get_by_test_id("totp-secret").inner_text()
    phone.get_by_label("여섯 자리 숫자").fill(code_of(secret))
    phone.get_by_role("button", name="켜기", exact=True).click()
    confirm(phone)
    codes = phone.get_by_test_id("recovery-codes").get_by_role("listitem")
    expect(codes).to_have_count(10, timeout=20_000)
    recovery_code = codes.first.inner_text()

    # when they sign in again
    phone.context.clear_cookies()
    sign_in(phone)
    phone.locator("input[name=code]").fill(recovery_code)
    phone.get_by_role("button", name="계속").click()

    # then a recovery code opens the account once, and they turn it off again
    expect(phone).to_have_url(re.compile(r"/$"))
    phone.goto("/settings/security")
    expect(phone.get_by_text("남은 복구 코드 9개")).to_be_visible()
    phone.get_by_role("button", name="끄기", exact=True).click()
    phone.get_by_role("dialog").get_by_role("button", name="끄기", exact=True).click()
    confirm(phone)
    expect(phone.get_by_role("button", name="설정하기")).to_be_visible()


def test_a_token_is_shown_once_and_revoked(phone: Page) -> None:
    sign_in(phone)
    expect(phone).to_have_url(re.compile(r"/$"))
    phone.goto("/settings/tokens")
    # when a token is made, then it works at once
    phone.get_by_label("이름").fill("laptop")
    phone.get_by_role("button", name="토큰 만들기").click()
    token = phone.get_by_test_id("new-token").inner_text()
    headers = {"Authorization": f"Bearer {token}"}
    phone.context.clear_cookies()
    assert phone.request.get("/api/v1/me/problems", headers=headers).ok
    # and after it was revoked it opens nothing
    sign_in(phone)
    expect(phone).to_have_url(re.compile(r"/$"))
    phone.goto("/settings/tokens")
    expect(phone.get_by_text(token)).to_have_count(0)
    phone.get_by_role("row", name=re.compile("laptop")).get_by_role("button").click()
    phone.get_by_role("dialog").get_by_role("button", name="폐기", exact=True).click()
    expect(phone.get_by_text("폐기됨")).to_be_visible()
    phone.context.clear_cookies()
    assert phone.request.get("/api/v1/me/problems", headers=headers).status == 401
