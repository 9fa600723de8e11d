-- A backtest of all that is kept says how many alerts a day: of the days that there are, not of those that were asked for.
alter table hunts add column kept_from timestamptz;
call app.describe('hunts', $json${ "kept_from": "none; the first event that is kept of the range; with the hunt" }$json$);
