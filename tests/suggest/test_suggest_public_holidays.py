import sys

from rollsuggest.suggest.public_holidays import public_holidays


def test_only_the_country_asked_for_is_imported() -> None:
    found = {slug: name for _day, slug, name in public_holidays("PT", (2024,), "pt_PT")}
    assert found["freedom-day"] == "Dia da Liberdade"
    assert "holidays.countries.zimbabwe" not in sys.modules


def test_a_country_may_build_on_another() -> None:
    assert public_holidays("GU", (2024,), "en") and "holidays.countries.united_states" in sys.modules


def test_nowhere_has_no_holidays() -> None:
    assert public_holidays("", (2024,), "en") == public_holidays("XX", (2024,), "en") == ()
