"""The desk's addresses; each screen family keeps its own list."""

app_name = "desk"

urlpatterns: list = []
