"""Who is who on Slack: handles and Slack's user ids, teams and channel ids. Found once at the start; reading it asks nobody."""

from collections.abc import Mapping


class SlackPeople:
    """The directory in Slack's ids. Two teams may share a channel; the first of them is meant when it is asked back."""

    def __init__(self, users: Mapping[str, str], channels: Mapping[str, str]) -> None:
        """Keep the user id of each handle and the channel id of each team; who was not found is in neither."""
        self._users = dict(users)
        self._channels = dict(channels)
        self._handles = {user: handle for handle, user in reversed(self._users.items())}
        self._teams = {channel: team for team, channel in reversed(self._channels.items())}

    async def user_id(self, handle: str) -> str | None:
        """Return the user id to write to; None for somebody whom Slack does not know."""
        return self._users.get(handle)

    async def channel_id(self, team: str) -> str | None:
        """Return the team's channel; None when Slack knows none of that name."""
        return self._channels.get(team)

    def handle_of(self, user_id: str) -> str | None:
        """Return whose user id it is; None for somebody who is not in the directory."""
        return self._handles.get(user_id)

    def team_of(self, channel_id: str) -> str | None:
        """Return whose channel it is; None for any other."""
        return self._teams.get(channel_id)
