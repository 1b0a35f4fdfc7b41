// What llama.cpp has to tell.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace stint::llama {

enum class LogLevel : std::uint8_t { debug, info, warning, error };

// Called with a piece of text, which may be part of a line, on whichever thread says it, one at a time.
using LogSink = std::function<void(LogLevel, std::string_view)>;

// For the whole process; without a sink, nothing is told. Must not be called from a sink.
void set_log_sink(LogSink sink);

}  // namespace stint::llama
