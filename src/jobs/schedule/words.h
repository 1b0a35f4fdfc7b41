// A schedule for people: "every weekday at 08:00".
#pragma once

#include <string>

#include "jobs/schedule/cron.h"

namespace stint::jobs {

[[nodiscard]] std::string in_words(const CronExpression& cron);

}  // namespace stint::jobs
