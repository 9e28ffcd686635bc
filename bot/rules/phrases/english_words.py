"""The words of the English half of the grammar that always mean the same (text already normalised)."""

from typing import Final

from bot.rules.phrases.pieces import MIDNIGHT, Ahead, Clock, Kind, Part, Words, Workdays, words


def _vocabulary() -> Words:
    table: Words = {}
    table |= words(Kind.DAY, "today", Ahead(0))
    table |= words(Kind.DAY, "tomorrow|tmr|tmrw|tmw|tomo|2moro|2morrow|tomorow|tommorow|tommorrow", Ahead(1))
    table |= words(Kind.DAY, "day after tomorrow|the day after tomorrow|overmorrow", Ahead(2))
    table |= words(Kind.DAY, "yesterday|the day before yesterday|day before yesterday", Ahead(-1))
    for day in ("working", "business", "work"):
        table |= words(Kind.DAY, f"next {day} day|the next {day} day|the following {day} day", Workdays(1))
    table |= words(Kind.PART, "morning|in the morning|the morning|first thing|first thing in the morning", Part.MORNING)
    table |= words(Kind.PART, "noon|midday|noontime|12 noon|mid-day", Part.NOON)
    table |= words(Kind.PART, "afternoon|in the afternoon|the afternoon", Part.AFTERNOON)
    table |= words(Kind.PART, "evening|in the evening|the evening", Part.EVENING)
    table |= words(Kind.PART, "night|at night", Part.NIGHT)
    table |= words(Kind.PART, "midnight|12 midnight", Part.MIDNIGHT)
    table |= words(Kind.PART, "am|a.m.|a.m", Part.AM) | words(Kind.PART, "pm|p.m.|p.m", Part.PM)
    for name, part in (("morning", Part.MORNING), ("noon", Part.NOON), ("afternoon", Part.AFTERNOON), ("evening", Part.EVENING)):
        table[f"this {name}"] = ((Kind.DAY, Ahead(0)), (Kind.PART, part))
    table |= dict.fromkeys(("tonight", "tonite"), ((Kind.DAY, Ahead(0)), (Kind.PART, Part.EVENING)))
    midnight = ((Kind.DAY, Ahead(0)), (Kind.PART, Part.EVENING), (Kind.CLOCK, Clock(MIDNIGHT)))
    table |= dict.fromkeys(("midnight tonight", "tonight midnight", "tonight at midnight"), midnight)
    table["last night"] = ((Kind.DAY, Ahead(-1)), (Kind.PART, Part.EVENING))
    table |= words(
        Kind.NOW,
        "asap|a.s.a.p.|a.s.a.p|as soon as possible|as soon as you can|as quickly as possible|now|right now|right away|"
        "immediately|at once|straight away|straightaway|instantly|without delay|this minute|this instant|straight now|"
        "right this minute",
    )
    table |= words(
        Kind.CLOSING,
        "eod|e.o.d.|e.o.d|end of day|end of the day|the end of the day|the end of day|end of business|"
        "end of business day|end of the business day|end of working day|end of the working day|"
        "the end of the working day|the end of the business day|close of business|the close of business|close of play|"
        "cob|eob|closing time|end of play|close of day",
    )
    table |= dict.fromkeys(("end of today", "the end of today"), ((Kind.CLOSING, None), (Kind.DAY, Ahead(0))))
    table |= dict.fromkeys(("end of tomorrow", "the end of tomorrow"), ((Kind.CLOSING, None), (Kind.DAY, Ahead(1))))
    table |= words(
        Kind.AGO, "last week|last month|last year|just now|earlier|earlier today|earlier this week|a moment ago|recently"
    )
    table |= words(Kind.IN, "in|within")
    table["in a fortnight"] = ((Kind.DAY, Ahead(14)),)
    table |= words(Kind.AT, "at|@") | words(Kind.ON, "on")
    table |= words(
        Kind.BY,
        "by|before|no later than|not later than|latest|latest by|prior to|by no later than|at the latest by|latest at|ahead of",
    )
    table |= words(Kind.AT_LATEST, "latest|at the latest|at latest")
    table |= words(Kind.BETWEEN, "between|either|either at|from|btw|anytime between|sometime between|any time between")
    table |= words(Kind.RANGE, "-|~|to|until|till|til|through|thru")
    table |= words(Kind.AND, "and|&") | words(Kind.OR, "or|/|and/or")
    table |= words(
        Kind.OPEN, "after|onwards|onward|or later|or after|and later|not before|from now on|past|later than|no earlier than"
    )
    table |= words(
        Kind.ROUGH,
        "around|about|approx|approx.|approximately|roughly|circa|ca|ca.|or so|ish|-ish|maybe|perhaps|probably|possibly|"
        "nearly|almost|shortly after|shortly before|just after|just before|towards|close to|or thereabouts|more or less|"
        "some time around|at around|at about|sometime around|by around|by about|earliest|at the earliest|or earlier|"
        "or before",
    )
    table |= words(Kind.GLUE, ",|(|)|.|;|of")
    table |= words(
        Kind.COURTESY,
        "please|pls|plz|kindly|call|call me|call back|callback|call me back|call him|call her|call them|call him back|"
        "call her back|call them back|call customer|call the customer|call customer back|call the customer back|"
        "call back customer|ring|ring me|ring back|ring me back|phone|phone me|phone back|thanks|thank you|thx|can you|"
        "could you|ok|okay|sharp|exactly|prompt|on the dot",
    )
    table |= words(
        Kind.VAGUE,
        "later|later today|later on|soon|sooner|sooner or later|sometime|some time|at some point|shortly|in a bit|"
        "in a while|a while|after a while|in a moment|in a minute|in a sec|in a second|in a jiffy|in a few|anytime|"
        "any time|whenever|whenever possible|when free|when available|when possible|when convenient|when you can|"
        "when you have time|another day|another time|other day|some day|someday|one day|one of these days|eventually|"
        "next week|this week|within the week|next month|this month|weekend|the weekend|this weekend|next weekend|"
        "at the weekend|on the weekend|over the weekend|early|late|end of week|end of the week|eow|end of month|"
        "end of the month|eom|beginning of next week|early next week|late next week|after lunch|before lunch|lunch|"
        "at lunch|lunchtime|lunch time|at lunchtime|over lunch|after work|before work|business hours|office hours|"
        "working hours|during business hours|during office hours|during working hours|during the day|tbd|tbc|not sure|"
        "in due course|in the near future|in future|in the future|the other day|midweek|mid-week|mid week|mid-morning|"
        "mid-afternoon|mid morning|mid afternoon|next time|early morning|late morning|early afternoon|late afternoon|"
        "early evening|late evening|when ready|within reason|next year|daily|in the coming days|these days|"
        "in no time|in a short while|a bit later|a little later|much later|early tomorrow|late tomorrow|"
        "in the next few days|in the coming week",
    )
    return table


VOCABULARY: Final = _vocabulary()
