#pragma once

#include "fcgi/answer.h"

namespace joingate {

/// One request as a CGI program gets it: variables from `environment` (null-terminated
/// "NAME=value" entries), the body from the descriptor `in`; header and body of the reply go to
/// `out`. Returns the exit status of the process: not 0 where there is no request, or where the
/// reply could not be written.
int answer_cgi(const Answer& answer, const char* const* environment, int in, int out);

} // namespace joingate
