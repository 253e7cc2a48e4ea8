### Moments, as people say them.

# A moment of this year: "5pm on Monday 23 November".
moment = { $time } on { $weekday } { $day } { $month }
# A moment of another year.
moment-with-year = { $time } on { $weekday } { $day } { $month } { $year }
by = by { $moment }
# A day: "23 November 2026".
date = { $day } { $month } { $year }

midnight = midnight
midday = midday
# On the hour: "5pm".
hour = { $hour }{ $half ->
    [am] am
   *[pm] pm
 }
# With minutes: "5:30pm".
hour-and-minutes = { $hour }:{ $minutes }{ $half ->
    [am] am
   *[pm] pm
 }

weekday =
    .monday = Monday
    .tuesday = Tuesday
    .wednesday = Wednesday
    .thursday = Thursday
    .friday = Friday
    .saturday = Saturday
    .sunday = Sunday

month =
    .january = January
    .february = February
    .march = March
    .april = April
    .may = May
    .june = June
    .july = July
    .august = August
    .september = September
    .october = October
    .november = November
    .december = December
