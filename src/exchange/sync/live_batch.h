// From what a connector read to what is written.
#pragma once

#include <string>

#include "exchange/batch.h"
#include "tracker/reading.h"

namespace stint::exchange {

void add_catalogue(Collector& collector, const std::string& site, tracker::Catalogue catalogue);

// `whole`: what the store knows besides is not there any more.
void add_record(Collector& collector, const std::string& site, tracker::IssueRecord record, bool whole);

}  // namespace stint::exchange
