"""What the owner is shown of the own secret address."""

from jetekchi.organisation.models import FeedAddress, User


def feed_address_of(user: User) -> FeedAddress | None:
    """The own address: since when, how often read, when last; the secret itself is kept by nobody."""
    return FeedAddress.objects.filter(user=user).first()
