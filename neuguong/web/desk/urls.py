"""The desk's addresses; each screen family keeps its own list."""

from neuguong.web.desk.articles.urls import urlpatterns as articles
from neuguong.web.desk.board.urls import urlpatterns as board
from neuguong.web.desk.budget.urls import urlpatterns as budget
from neuguong.web.desk.checks.urls import urlpatterns as checks
from neuguong.web.desk.claims.urls import urlpatterns as claims
from neuguong.web.desk.conflicts.urls import urlpatterns as conflicts
from neuguong.web.desk.duties.urls import urlpatterns as duties
from neuguong.web.desk.events.urls import urlpatterns as events
from neuguong.web.desk.home.urls import urlpatterns as home
from neuguong.web.desk.mail.urls import urlpatterns as mail
from neuguong.web.desk.nominations.urls import urlpatterns as nominations
from neuguong.web.desk.obstacles.urls import urlpatterns as obstacles
from neuguong.web.desk.packages.urls import urlpatterns as packages
from neuguong.web.desk.people.urls import urlpatterns as people
from neuguong.web.desk.photos.urls import urlpatterns as photos
from neuguong.web.desk.plans.urls import urlpatterns as plans
from neuguong.web.desk.publication.urls import urlpatterns as publication
from neuguong.web.desk.publicity.urls import urlpatterns as publicity
from neuguong.web.desk.register.urls import urlpatterns as register
from neuguong.web.desk.reminders.urls import urlpatterns as reminders
from neuguong.web.desk.reports.urls import urlpatterns as reports
from neuguong.web.desk.rewards.urls import urlpatterns as rewards
from neuguong.web.desk.speakers.urls import urlpatterns as speakers
from neuguong.web.desk.standards.urls import urlpatterns as standards
from neuguong.web.desk.subjects.urls import urlpatterns as subjects
from neuguong.web.desk.unit_papers.urls import urlpatterns as unit_papers
from neuguong.web.desk.units.urls import urlpatterns as units
from neuguong.web.desk.voices.urls import urlpatterns as voices
from neuguong.web.desk.week.urls import urlpatterns as week

app_name = "desk"

urlpatterns = [
    *home,
    *articles,
    *nominations,
    *claims,
    *checks,
    *conflicts,
    *week,
    *duties,  # before the board: “ghi” is no step of a cell
    *unit_papers,
    *board,
    *budget,
    *events,
    *obstacles,
    *mail,
    *packages,
    *people,
    *photos,
    *plans,
    *publication,
    *publicity,
    *reports,
    *speakers,
    *standards,
    *subjects,
    *register,
    *reminders,
    *rewards,
    *units,
    *voices,
]
