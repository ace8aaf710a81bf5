"""How often one client may do something."""

from app.ui.rate import Rate


def test_each_client_has_its_own_count() -> None:
    """Three an hour; the fourth is one too many, for this client alone."""
    rate = Rate("3/hour")
    assert [rate.hit("192.0.2.1") for _ in range(4)] == [True, True, True, False]
    assert not rate.left("192.0.2.1")
    assert rate.left("192.0.2.2") and rate.hit("192.0.2.2")
    assert 1 <= rate.wait_s("192.0.2.1") <= 3600


def test_a_client_can_be_forgiven() -> None:
    """After the right password."""
    rate = Rate("1/hour")
    assert rate.hit("a") and not rate.left("a")
    rate.forgive("a")
    assert rate.left("a")


def test_addresses_of_one_network_are_one_client() -> None:
    """Of IPv6, where each has billions; an IPv4 address is one, however it is written."""
    rate = Rate("1/hour")
    assert rate.hit("2001:db8::1")
    assert not rate.hit("2001:db8::ffff")
    assert rate.hit("2001:db8:0:1::1")
    assert rate.hit("::ffff:192.0.2.1")
    assert rate.hit("::ffff:192.0.2.2")
