"""The site as gunicorn serves it while it is measured: with the bare addresses beside it."""

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

settings.ROOT_URLCONF = "neuguong.web.bench.urls"
settings.MIDDLEWARE = [
    part
    for one in settings.MIDDLEWARE
    for part in (("neuguong.web.bench.bare.BareCopy", one) if one.endswith(".KeptPages") else (one,))
]
django.setup(set_prefix=False)
application = WSGIHandler()
