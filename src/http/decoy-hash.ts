/** Hash of a random password that was thrown away, verified where the user does not exist, so that the answer takes as
 *  long. Its parameters are those of store/password-hash.ts. */
export const DECOY_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$iywyumsBNdgWB5bSWFkY+A$z7wBrPW0e4OElcrMMC+oFsLnhFZa+LrPTog+Ur9fKBU';
