"""What English-speaking agents type, said on Monday 2026-11-23 at 10:07 in Shanghai by an English reader."""

from typing import Final

# What is understood, or why it is refused → the phrases, with | between them.
ANSWERS: Final = {
    "2026-11-23 10:07": (
        "asap|ASAP please|now|right now|2026-11-23 10:07|10:07|as soon as possible please|right away|"
        "immediately|now please|at once|a.s.a.p.|ASAP!!!"
    ),
    "2026-11-23 10:08": "in 1 minute|2026-11-23 10:08",
    "2026-11-23 10:12": "in 5 mins",
    "2026-11-23 10:17": "in 10 minutes|in ten minutes",
    "2026-11-23 10:20": "20 past ten",
    "2026-11-23 10:22": "in fifteen minutes|in a quarter of an hour",
    "2026-11-23 10:27": "twenty minutes|in twenty minutes' time",
    "2026-11-23 10:30": "10.30am|at 10.30",
    "2026-11-23 10:32": "in twenty five minutes",
    "2026-11-23 10:37": (
        "in half an hour|Call me back in 30 minutes please|within the next 30 minutes|within half an hour|"
        "half an hour|30 minutes from now|30m|0.5h|within 30min|in the next half hour|in half a working hour"
    ),
    "2026-11-23 10:52": (
        "in 45 min|in 45 minutes|in forty-five minutes|within 45 minutes|in three quarters of an hour|"
        "45 min from now|45 minutes|45mins|forty-five minutes"
    ),
    "2026-11-23 11:00": "this morning at 11",
    "2026-11-23 11:07": (
        "in an hour|within the hour|within an hour|within one hour|in 1 working hour|an hour|"
        "one hour from now|1h|in 1h|1 hour|1hr|within the next hour"
    ),
    "2026-11-23 11:10": "Mon 23 Nov 11:10",
    "2026-11-23 11:22": "in 1 hr 15 min|in an hour and 15 minutes",
    "2026-11-23 11:30": "eleven thirty|11:30am|11.30 am|11:30 a.m.",
    "2026-11-23 11:37": (
        "in an hour and a half|in 1.5 hours|in 1h30|90 minutes|in 90 working minutes|in 1 hour 30 minutes|"
        "in one and a half hours|90min|1.5h|in 1.5 working hours"
    ),
    "2026-11-23 11:45": "quarter to twelve",
    "2026-11-23 12:00": (
        "noon|12pm|12 noon|at noon|by noon|before noon|at 12|12:00|today at noon|today noon|this noon|"
        "12 p.m.|12:00pm|noon today|at midday"
    ),
    "2026-11-23 12:05": "five past twelve",
    "2026-11-23 12:07": (
        "2h|in 2 hours|in two hours|two hours from now|within 2 hours|2hrs|in two hours' time|two hours later|in the next 2 hours"
    ),
    "2026-11-23 12:30": "at 12:30|12:30|twelve thirty pm|half past twelve|12:30pm",
    "2026-11-23 12:37": "in 2.5 hours|in 2 and a half hours|in 2h30|in 2h30m|2h 30m|2h30m",
    "2026-11-23 12:45": "quarter to one",
    "2026-11-23 13:00": "one o'clock|one pm|1 pm|1pm|01:00 pm|13:00|1300h|at 13h|at 13.00|by 13:00h",
    "2026-11-23 13:07": "in 3 hours|in three hours",
    "2026-11-23 13:30": (
        "in 2 working hours|2 working hours|within 2 business hours|this afternoon|afternoon|"
        "within two working hours|in two business hours|1:30|pm|2 working-hours|two working hours"
    ),
    "2026-11-23 14:07": "in 4 business hours|4 working hours from now",
    "2026-11-23 15:00": (
        "at 3|at 3pm|3pm|3 p.m.|Monday 3pm|by 3pm|before 3|please call back at 3pm|3pm today|three pm|"
        "no later than 3pm|3pm at the latest|at 15:00|at 15|today at 3|today 3pm|three o'clock|PM 3:00|"
        "3:00PM|3：00 pm|Monday, 3pm|Monday 15h|Monday 3 o'clock|3 o'clock Monday|3pm?|3pm!|3pm,|at 3.|"
        "at 3pm sharp|3pm on the dot"
    ),
    "2026-11-23 15:10": "ten past 3",
    "2026-11-23 15:25": "25 past 3|25 minutes past 3",
    "2026-11-23 15:30": (
        "15:30|3:30|at 3:30|half past 3|half past three|1530hrs|at 15h30|can you call me at 15:30|"
        'three thirty|15:30.|15:30!|"15:30"|(15:30)|15:30?|Monday 3.30pm'
    ),
    "2026-11-23 15:45": "quarter to 4",
    "2026-11-23 15:50": "10 minutes to 4",
    "2026-11-23 16:00": "this afternoon at 4",
    "2026-11-23 16:40": "twenty to five",
    "2026-11-23 16:45": "quarter to 5pm",
    "2026-11-23 17:00": "by 5|by 5pm today|at 17|today by 5pm",
    "2026-11-23 17:30": (
        "eod|by eod|end of day|close of business|by 17:30|by end of business|cob|five thirty|half past five|"
        "close of play today|end of today|by close|before closing|EOB|e.o.d.|E.O.D|17:30 sharp|by EOD today|"
        "by EOD Monday|today EOD|before EOD|before end of day|by the end of the day|by end of today|"
        "by the end of today|by close of business|by close of business today|before 17:30 today"
    ),
    "2026-11-23 17:31": "17:31",
    "2026-11-23 19:00": "this evening at 7|7 pm|19:00",
    "2026-11-23 19:30": "at 7:30pm|at 7:30 pm tonight",
    "2026-11-23 20:00": (
        "tonight 8|tonight at 8|tonight 8pm|8pm|8 pm tonight|20:00|tonight at 8 in the evening|8 in the evening|8 this evening"
    ),
    "2026-11-23 20:30": "8:30pm|half past eight tonight",
    "2026-11-23 22:00": "10 at night",
    "2026-11-23 23:00": "11pm|tonight at 11",
    "2026-11-23 23:59": "23:59",
    "2026-11-24 00:00": (
        "midnight|midnight tonight|12am|00:00|24:00|today at midnight|tonight at 12|12 a.m.|12:00am|0:00|"
        "00:00 tomorrow|24:00 today"
    ),
    "2026-11-24 00:30": "00:30|12:30am",
    "2026-11-24 03:30": "03:30",
    "2026-11-24 07:00": "seven am",
    "2026-11-24 08:00": "8am|08:00",
    "2026-11-24 08:30": "half past 8",
    "2026-11-24 09:00": (
        "by tomorrow|tomorrow|tomorrow morning|in the morning|morning|next working day|nine o'clock|"
        "9 o'clock tomorrow|9 o’clock|first thing tomorrow|tomorrow am|before tomorrow|at 9|am|at tomorrow|"
        "first thing tomorrow morning|tomorrow first thing|in 1 business day|in one working day|"
        "1 working day|1 business day|by next working day|tomorrow?|tomorrow in the morning"
    ),
    "2026-11-24 09:15": "quarter past nine",
    "2026-11-24 09:30": "09:30|9:30am|9.30am|nine thirty am",
    "2026-11-24 10:00": (
        "tomorrow at 10|tomorrow 10|tomorrow morning at 10|10 in the morning|at 10 tomorrow morning|"
        "next business day 10am|call me tomorrow at 10|tomorrow, 10:00|10:00 tomorrow|Tomorrow at 10 AM|"
        "TOMORROW 10AM|10am tomorrow please|before 10am tomorrow|no later than tomorrow 10am|"
        "10 AM (tomorrow)|10:00 am tomorrow morning|10 in the morning tomorrow"
    ),
    "2026-11-24 10:06": "10:06",
    "2026-11-24 10:07": "in 24 hours|within 24 hours",
    "2026-11-24 10:30": "tomorrow at 10:30 am|half past 10 tomorrow morning|ten thirty tomorrow",
    "2026-11-24 11:00": "11 a.m. tomorrow",
    "2026-11-24 11:10": "Tue 24 Nov 11:10",
    "2026-11-24 12:00": "tomorrow noon|midday tomorrow|before noon tomorrow|by noon tomorrow|noon tomorrow|12 noon tomorrow",
    "2026-11-24 13:30": "tomorrow afternoon|tomorrow pm",
    "2026-11-24 14:00": "Tuesday at 2pm|Tue 2pm|Tues 14:00",
    "2026-11-24 15:00": "3 in the afternoon tomorrow|tmr 3pm|tmrw at 3|tomorrow in the afternoon at 3",
    "2026-11-24 15:15": "quarter past 3 tomorrow",
    "2026-11-24 16:20": "24 Nov 2026, 16:20|2026-11-24 16:20|2026-11-24 16:20:00|11/24 16:20|11-24 16:20|24.11.2026 16:20",
    "2026-11-24 17:00": "by 5pm tomorrow",
    "2026-11-24 17:30": (
        "eod tomorrow|tomorrow eod|by end of day tomorrow|COB tomorrow|end of tomorrow|end of play tomorrow|"
        "by end of tomorrow|before close of business tomorrow"
    ),
    "2026-11-24 19:00": "tomorrow evening at 7",
    "2026-11-24 20:30": "8:30 p.m. tomorrow",
    "2026-11-25 00:00": "tomorrow 24:00",
    "2026-11-25 09:00": (
        "this Wednesday|Wednesday|the day after tomorrow|in 2 days|in 2 working days|the 25th|"
        "two days from now|within 2 working days|this wed"
    ),
    "2026-11-25 10:00": "25th at 10am",
    "2026-11-25 10:07": "in 48h",
    "2026-11-25 12:00": "the day after tomorrow at noon",
    "2026-11-25 15:00": "day after tomorrow 3pm",
    "2026-11-26 09:00": "Thursday morning|in 3 business days",
    "2026-11-26 13:30": "Thursday afternoon",
    "2026-11-26 14:00": "this Thu 2pm",
    "2026-11-26 16:00": "on Thursday at 4",
    "2026-11-27 09:00": "by Friday|on Friday|this coming Friday|Friday this week|before Friday",
    "2026-11-27 10:00": "coming Friday 10am",
    "2026-11-27 12:00": "noon on Friday|Friday noon",
    "2026-11-27 15:00": "3pm Friday|Friday at 3",
    "2026-11-27 16:00": "this Friday 4pm",
    "2026-11-27 17:30": "by close of business Friday|end of business Friday|EOD Friday",
    "2026-11-28 09:00": "Sat",
    "2026-11-28 10:00": "sat 10am",
    "2026-11-29 09:00": "Sunday",
    "2026-11-30 09:00": "Monday|Monday 9am|in a week|Monday next week|next Monday|a week from now|30th",
    "2026-11-30 09:30": "next Monday 9:30",
    "2026-11-30 10:00": "on next Monday at 10",
    "2026-12-01 03:30": "2026-12-01 3:30",
    "2026-12-01 09:00": (
        "1 Dec|Dec 1|1 December 2026 at 9|1st of December|the 1st|1 December|Dec 1 2026|2026-12-1|2026/12/01|"
        "2026.12.01|1st Dec|1st of Dec 9am|Dec 1st|Dec. 1|Dec.1|1-Dec|1-Dec-2026|01 Dec 2026|Tuesday the 1st|"
        "on the 1st of next month"
    ),
    "2026-12-01 09:30": (
        "Dec 1st 9:30am|December 1st, 2026 at 9:30|2026-12-01 09:30|2026-12-01T09:30|2026-12-01T09:30+08:00|2026/12/01 9:30"
    ),
    "2026-12-01 10:00": (
        "Tuesday 1 December 10:00|10:00 on Tuesday 1 December|Tue, Dec 1, 10:00|next Tue 10am|"
        "Tuesday 1st December at 10am|the 1st at 10"
    ),
    "2026-12-01 15:00": "1 December at 3pm|December 1 at 3pm|3pm on December 1|3pm on 1 Dec",
    "2026-12-01 17:30": "2026-12-01T09:30Z",
    "2026-12-02 00:00": "2026-12-01 24:00",
    "2026-12-02 09:00": "next Wednesday|Next Wed",
    "2026-12-02 14:00": "next weds at 2",
    "2026-12-02 15:00": "next Wednesday at 3pm|by next Wednesday 3pm|on Wednesday next week at 3pm",
    "2026-12-03 09:00": "3rd of next month|3rd",
    "2026-12-03 10:00": "on the 3rd at 10",
    "2026-12-04 09:00": "Friday next week|by next Friday",
    "2026-12-04 15:00": "next week Friday 3pm",
    "2026-12-04 16:00": "next Friday at 4pm",
    "2026-12-07 09:00": "in two weeks|in a fortnight",
    "2026-12-12 09:00": "12/12",
    "2026-12-13 10:00": "13/12/2026 10:00",
    "2026-12-14 09:00": "in 3 weeks",
    "2026-12-23 09:00": "in 1 month|in 30 days",
    "2026-12-25 09:00": "12/25|25/12",
    "2026-12-31 09:00": "Dec 31|on the 31st|31st",
    "2026-12-31 10:00": "31 Dec 2026 10:00|31/12 10:00|12/31 10:00",
    "2027-01-05 09:00": "Jan 5|5 Jan 2027|2027-01-05",
    "2027-01-05 09:30": "2027-1-5 9:30",
    "2027-01-05 10:00": "5 January at 10",
    "2027-01-13 09:00": "13/1",
    "2027-01-13 09:30": "13/1 9:30",
    "2027-01-13 15:00": "1/13 at 3pm",
    "2027-03-03 09:00": "3 Mar",
    "2027-05-01 09:00": "May 1",
    "2028-01-14 01:07": "in 9999 hours",
    "2028-02-29 09:00": "29 Feb 2028",
    "ambiguous_date": "12/1|12/1 9:30|12/1/2026|01/12/2026|1/12 10am|3/4|3/4 10:00",
    "bare_hour": "at eight|at 8|8:15|tomorrow at 8|at 6|at 7:30|8:00|7:30|6:45|5:31",
    "closed_day": "Saturday eod",
    "evening_without_hour": "this evening|tonight|tomorrow evening|Thursday evening|in the evening",
    "maybe_number": (
        "3|6869419583|1530|at 1530|10.30|Friday 3|3:5|10.75|15.30|15 : 30|15:3|0930|930|15 30|2026|20261201|"
        "+86 138 0013 8000|021-5555-1234|10%|$15|in 45|45|in forty five|three|1300|13.00|1 dec 26"
    ),
    "no_such_time": (
        "13pm|0am|25:00|10:75|30 Feb|Feb 30|31 November|Feb 29|2026-13-01|2026-02-30 10:00|in 0 minutes|"
        "9999-12-31 10:00|24:30|29 Feb 2027|February 30|April 31|32 Dec|Dec 32|2026-12-01 25:00|30/2|13/13|"
        "0/5|2/30|11/31|10:60|99:99|26:00|14pm|0pm|13am|13:00pm|12:60pm|this evening at 1|tonight at 3|"
        "in 0 hours|24:01|32nd|the 0th|0 Dec|Dec 0|29 February|Feb 29th|29.02.2027|31 Sep|31/9|31/11/2026|"
        "31 June|2026-11-31|2026-00-10|2026-12-00|2026-12-32|2026-12-01 10:75|2026-12-01 13pm"
    ),
    "no_time": (
        "customs fee|in 99999 hours|2 boxes|call before delivery|100am|soonish|call me|please call|thanks|"
        "yes|no|n/a|none|-|?|...|waybill 6869419583|REQ-20418|3 boxes|100 USD|1e5|third|half three|"
        "quarter past|o'clock|at|by|in 100000 minutes|Mondays|15:30Z|the first of December|first of December"
    ),
    "open_time": (
        "after 3pm|until 5|-3:30|from 9|~15:30|in -5 minutes|until tomorrow|till 5pm|not before 3pm|3pm onwards|from 3pm"
    ),
    "past_phrase": (
        "this Monday|last Wednesday|today|this morning|2025-12-01 10:00|yesterday|yesterday 3pm|2 hours ago|"
        "an hour ago|20 Nov|Nov 20 3pm|2026-11-20|2026-11-23 09:00|today at 9|today 9am|last night|last week|"
        "last Friday|earlier today|3 days ago|1 Nov 2026|just now|2026-1-5"
    ),
    "time_alternatives": (
        "1h30|tomorrow midnight|3 or 4|3pm or 4pm|3/4pm|Wednesday or Thursday|15h30|tomorrow or Friday|"
        "3pm 4pm|Friday at midnight|2 or 3pm|at 2 or 3|today or tomorrow|Monday or Tuesday|10:00/11:00|"
        "either 3 or 4|3, 4 or 5pm|3pm and 4pm|in 1 or 2 hours|tomorrow tomorrow|asap or tomorrow|"
        "10:00 10:30|13h|13h00|19h"
    ),
    "time_range": (
        "ten to three|between 3 and 4|from 3 to 4|3-4pm|3 to 4pm|14:00-15:00|14:00 to 15:00|9 to 5|9-5|"
        "9am-5pm|9:00 - 17:00|between 9 and 10 tomorrow|tomorrow between 2pm and 4pm|in 1-2 hours|2-3 hours|"
        "30-45 minutes|15-30|10 to 4|ten to four|26-12-01"
    ),
    "unclear_time": (
        "since 3pm|asap tomorrow|tomorrow in 2 hours|an hour before closing|in tomorrow|2 hours tomorrow|"
        "11.24 16:20|1.12. 9:30|next two working hours|Friday week|Monday after next|the following Monday|"
        "every Monday|up to 5pm|3pm local time|3pm CET|3pm Beijing time|15:30 UTC"
    ),
    "vague_time": (
        "later|later today|soon|sometime tomorrow|in a few hours|next week|around 3|about 3pm|3ish|3pm-ish|"
        "Friday 3pm next week|in a minute|a couple of hours|weekend|before lunch|after lunch|after work|"
        "about an hour|in about an hour|approximately 15:30|15:30ish|around noon|some time tomorrow|someday|"
        "any time|anytime tomorrow|when free|when convenient|whenever|shortly|in a while|in a bit|"
        "in a couple of hours|in several hours|next month|this week|end of week|end of the month|"
        "early tomorrow|tomorrow early morning|late afternoon|mid-morning|noon-ish|2 weeks|"
        "Wednesday 3pm next week|a week on Friday|lunchtime|late|early|end of month|EOW|any time after 3|"
        "sometime after lunch|3-ish|threeish|3 or so|3pm or so|about 15:00|circa 15:00|approx. 3pm|"
        "roughly 3pm|maybe 3pm|probably tomorrow|perhaps at 3"
    ),
    "wrong_weekday": "Friday 24 Nov|Wed Dec 1|tomorrow Friday",
}
