"""What comes round by itself, sorted by name. `manage.py work` reads this; tests check that every call exists.

Daily times are the office's; they lie in the night so that they meet nobody at work;
urging lies in the morning, when the office comes and looks at it.
"""

from neuguong.core.schedule import Job

SCHEDULE = (
    Job("check_files", "neuguong.core.tasks.check_files", every=60),
    Job("clear_sessions", "neuguong.core.tasks.clear_sessions", daily_at="02:40"),
    Job("deliver_letters", "neuguong.core.tasks.deliver_letters", every=15),
    Job("deliver_texts", "neuguong.core.tasks.deliver_texts", every=15),
    Job("export_site", "neuguong.web.portal.tasks.export_site", every=300),
    Job("extend_ledgers", "neuguong.ledger.tasks.extend_ledgers", daily_at="01:30"),
    Job("finish_erasures", "neuguong.core.tasks.finish_erasures", daily_at="02:20"),
    Job("forget", "neuguong.core.tasks.forget", daily_at="02:50"),
    Job("read_articles", "neuguong.publicity.tasks.read_articles", every=60),
    Job("reap", "neuguong.core.tasks.reap", every=60),
    Job("refresh_statistics", "neuguong.core.tasks.refresh_statistics", daily_at="03:10"),
    Job("seal_audit", "neuguong.core.tasks.seal_audit", every=60),
    Job("sweep_duplicates", "neuguong.exemplars.tasks.sweep_duplicates", daily_at="02:10"),
    # daily, so that a Monday without a worker is made up for; each person is told once a week
    Job("tell_weeks", "neuguong.ledger.tasks.tell_weeks", daily_at="06:40"),
    Job("urge_units", "neuguong.ledger.tasks.urge_units", daily_at="07:10"),
)
