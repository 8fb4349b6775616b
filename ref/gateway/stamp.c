#include "gateway/stamp.h"

#define DAY         86400
#define YEAR_MAX    9999
#define SECONDS_MAX INT64_C(253402300799) /* 9999-12-31T23:59:59Z */

static bool is_leap(int y)
{
	return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

static int days_of_month(int y, int m)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[m - 1] + (m == 2 && is_leap(y));
}

static int64_t days_before_year(int y)
{
	int64_t n = y - 1;

	return 365 * n + n / 4 - n / 100 + n / 400;
}

static int64_t days_since_1970(int y, int m, int d)
{
	int64_t days = days_before_year(y) - days_before_year(1970) + d - 1;

	for (int i = 1; i < m; i++)
		days += days_of_month(y, i);
	return days;
}

/* Takes `n` digits, then `then` (0: nothing), off the front. */
static bool take(struct view *v, size_t n, char then, int *out)
{
	size_t length = n + (then != 0);
	int value = 0;

	if (v->n < length || (then != 0 && v->p[n] != then))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (v->p[i] < '0' || v->p[i] > '9')
			return false;
		value = 10 * value + (v->p[i] - '0');
	}
	*v = view_from(*v, length);
	*out = value;
	return true;
}

/* RFC 3339 5.6: any number of digits; ours are three. */
static bool take_fraction(struct view *v, int *ms)
{
	size_t i = 1;

	*ms = 0;
	if (v->n == 0 || v->p[0] != '.')
		return true;
	for (; i < v->n && v->p[i] >= '0' && v->p[i] <= '9'; i++)
		if (i <= 3)
			*ms = 10 * *ms + (v->p[i] - '0');
	if (i == 1)
		return false;
	for (size_t digits = i - 1; digits < 3; digits++)
		*ms *= 10;
	*v = view_from(*v, i);
	return true;
}

static bool take_offset(struct view *v, int *minutes)
{
	int sign, h, m;

	if (v->n == 1 && (v->p[0] == 'Z' || v->p[0] == 'z')) {
		*minutes = 0;
		return true;
	}
	if (v->n == 0 || (v->p[0] != '+' && v->p[0] != '-'))
		return false;
	sign = v->p[0] == '-' ? -1 : 1;
	*v = view_from(*v, 1);
	if (!take(v, 2, ':', &h) || !take(v, 2, 0, &m) || v->n != 0 || h > 23 || m > 59)
		return false;
	*minutes = sign * (60 * h + m);
	return true;
}

bool stamp_read(struct view v, int64_t *ms)
{
	int year, month, day, hour, minute, second, thousandths, offset;
	int64_t seconds;

	if (!take(&v, 4, '-', &year) || !take(&v, 2, '-', &month) || !take(&v, 2, 0, &day) ||
	    v.n == 0 || (v.p[0] != 'T' && v.p[0] != 't'))
		return false;
	v = view_from(v, 1);
	if (!take(&v, 2, ':', &hour) || !take(&v, 2, ':', &minute) ||
	    !take(&v, 2, 0, &second) || !take_fraction(&v, &thousandths) ||
	    !take_offset(&v, &offset))
		return false;
	if (year < 1970 || month < 1 || month > 12 || day < 1 ||
	    day > days_of_month(year, month) || hour > 23 || minute > 59 || second > 59)
		return false;
	seconds = days_since_1970(year, month, day) * DAY + hour * 3600 + minute * 60 + second -
	          offset * 60;
	if (seconds < 0 || seconds > SECONDS_MAX)
		return false;
	*ms = seconds * 1000 + thousandths;
	return true;
}

void stamp_write(int64_t ms, struct buf *out)
{
	int64_t seconds = ms < 0 ? 0 : ms / 1000, days;
	int y = 1970, m = 1, s, thousandths = ms < 0 ? 0 : (int)(ms % 1000);

	if (seconds > SECONDS_MAX) {
		seconds = SECONDS_MAX;
		thousandths = 0;
	}
	days = seconds / DAY;
	s = (int)(seconds % DAY);
	/* A few years too early at most. */
	y += (int)(days / 366);
	while (y < YEAR_MAX && days_since_1970(y + 1, 1, 1) <= days)
		y++;
	days -= days_since_1970(y, 1, 1);
	for (; days >= days_of_month(y, m); m++)
		days -= days_of_month(y, m);
	buf_printf(out, "%04d-%02d-%02dT%02d:%02d:%02d", y, m, (int)days + 1, s / 3600,
	           s / 60 % 60, s % 60);
	if (thousandths != 0)
		buf_printf(out, ".%03d", thousandths);
	buf_putc(out, 'Z');
}
