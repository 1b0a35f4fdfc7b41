// report_sample DIR: writes the sample reports in every format, for the eye and for checks by other programs.

#include <filesystem>
#include <fstream>

#include "report/format.h"
#include "sample.h"

int main(int count, char** arguments) {
  if (count != 2) return 2;
  const std::filesystem::path folder{arguments[1]};
  for (const auto& format : stint::report::formats()) {
    std::ofstream{folder / ("sample." + std::string{format.name}), std::ios::binary}
        << format.write(stint::test::sample_report());
    std::ofstream{folder / ("awkward." + std::string{format.name}), std::ios::binary}
        << format.write(stint::test::awkward_report());
  }
  return 0;
}
