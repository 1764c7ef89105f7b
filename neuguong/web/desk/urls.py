"""The desk's addresses; each screen family keeps its own list."""

from neuguong.web.desk.home.urls import urlpatterns as home
from neuguong.web.desk.nominations.urls import urlpatterns as nominations

app_name = "desk"

urlpatterns = [*home, *nominations]
