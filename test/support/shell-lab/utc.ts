/** Import first: what an example prints must not depend on where the test runs. */
process.env['TZ'] = 'UTC';
