#include <algorithm>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "lib/libcsv/reader.h"

namespace stint::csv {
namespace {

// "line@offset:a|b" for each record, then the error if there is one.
std::string read(std::string_view text, std::size_t piece = std::string_view::npos, Options options = {}) {
  std::string out;
  Reader reader(
      [&](const Row& row) -> Outcome {
        out += std::to_string(row.line) + "@" + std::to_string(row.offset) + ":";
        for (std::size_t i = 0; i < row.fields.size(); ++i) {
          if (i > 0) out += '|';
          out += row.fields[i];
        }
        out += '\n';
        return {};
      },
      options);
  const auto note = [&](const Outcome& status) {
    if (!status) out += "error: " + status.error().to_string() + '\n';
    return status.has_value();
  };
  while (!text.empty()) {
    if (!note(reader.feed(text.substr(0, piece)))) return out;
    text.remove_prefix(std::min(piece, text.size()));
  }
  note(reader.finish());
  return out;
}

TEST(CsvReader, ReadsRecordsWithTheirPlaces) {
  EXPECT_EQ("1@0:a|b\n2@4:1|2\n", read("a,b\n1,2\n"));
  EXPECT_EQ("1@0:a|b\n2@5:1|2\n", read("a,b\r\n1,2"));
}

TEST(CsvReader, QuotedNewlinesCountForTheNextRecord) {
  EXPECT_EQ("1@0:a|b\n2@4:x\ny|\"q\"\n4@18:1|2\n", read("a,b\n\"x\ny\",\"\"\"q\"\"\"\n1,2\n"));
}

TEST(CsvReader, KeepsBlanksAndEmptyFields) {
  EXPECT_EQ("1@0: a | b ||\n", read(" a , b ,,\n"));
}

TEST(CsvReader, SkipsEmptyLines) {
  EXPECT_EQ("3@2:a|b\n5@7:1|2\n", read("\n\na,b\n\n1,2\n\n"));
}

TEST(CsvReader, SkipsTheByteOrderMark) {
  EXPECT_EQ("1@3:a|b\n", read("\xEF\xBB\xBF"
                              "a,b\n"));
}

TEST(CsvReader, FindsTheDelimiter) {
  EXPECT_EQ("1@0:a|b,c|\n2@7:1|2\n", read("a;b,c;\n1;2\n"));
  EXPECT_EQ("1@0:a|b\n", read("a\tb\n"));
  EXPECT_EQ("1@0:a;;|b|c\n", read("\"a;;\",b,c\n"));
  EXPECT_EQ("1@0:alone\n", read("alone\n"));
}

TEST(CsvReader, TakesTheDelimiterThatIsSaid) {
  EXPECT_EQ("2@7:a,b|c\n", read("sep=;\r\na,b;c\n"));
  EXPECT_EQ("1@0:a|b;c;d\n", read("a,b;c;d\n", std::string_view::npos, {.delimiter = ','}));
}

TEST(CsvReader, ReadsTheSameHoweverItIsCut) {
  const std::string text =
      "\xEF\xBB\xBFKey;Text;Note\r\nA-1;\"one\r\ntwo; "
      "\"\"three\"\"\";x\r\n\r\nA-2;\xC3\xA9\xE2\x82\xAC;\"\"\n;;\nlast;\"un\nclosed";
  const std::string whole = read(text);
  EXPECT_NE(std::string::npos, whole.find("error: line 7: ")) << whole;
  for (std::size_t piece = 1; piece < text.size(); ++piece) EXPECT_EQ(whole, read(text, piece)) << piece;
}

TEST(CsvReader, LoneCarriageReturnsEndRecords) {
  EXPECT_EQ("1@0:a|b\n1@0:1|2\n", read("a,b\r1,2\r"));
}

TEST(CsvReader, AnOpenQuoteIsFoundWhereItOpens) {
  EXPECT_EQ(
      "1@0:a|b\nerror: line 3: a quote that opens here is never closed; the file may be cut off: export it "
      "again\n",
      read("a,b\n\"x\ny\",\"z\n\n\n"));
}

TEST(CsvReader, RefusesRecordsThatAreTooLong) {
  const std::string text = "a,b\n1,\"" + std::string(100, 'x') + "\n" + std::string(100, 'x');
  const std::string expected =
      "1@0:a|b\nerror: line 2: a record of more than 64 bytes; look for a quote that is not closed on line "
      "2\n";
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, text.size()}) {
    EXPECT_EQ(expected, read(text, piece, {.max_row_bytes = 64}));
  }
  EXPECT_EQ("1@0:" + std::string(63, 'y') + "\n",
            read(std::string(63, 'y') + "\n", 9, {.max_row_bytes = 64}));
}

TEST(CsvReader, TheLimitIsOfOneRecordWhateverEndsIt) {
  const std::string text = std::string(40, 'x') + "\r" + std::string(40, 'y') + "\r";
  const std::string expected = "1@0:" + std::string(40, 'x') + "\n1@0:" + std::string(40, 'y') + "\n";
  EXPECT_EQ(expected, read(text, 1, {.max_row_bytes = 64}));
  EXPECT_EQ(expected, read(text, text.size(), {.max_row_bytes = 64}));
}

TEST(CsvReader, RefusesUtf16) {
  EXPECT_EQ("error: line 1: the file is in UTF-16; save it as \"CSV UTF-8\" and try again\n",
            read(std::string_view("\xFF\xFEK\0e\0", 6), 1));
}

TEST(CsvReader, StopsAtTheHandlersErrorAndStaysThere) {
  int rows = 0;
  Reader reader([&](const Row&) -> Outcome {
    ++rows;
    return fail(ErrorCode::conflict, "enough");
  });
  EXPECT_EQ("enough", reader.feed("a\nb\nc\n").error().message);
  EXPECT_EQ("enough", reader.feed("d\n").error().message);
  EXPECT_EQ("enough", reader.finish().error().message);
  EXPECT_EQ(1, rows);
}

TEST(CsvReader, SaysTheDelimiterOnceItIsKnown) {
  Reader reader([](const Row&) -> Outcome { return {}; });
  ASSERT_TRUE(reader.feed("a;b"));
  EXPECT_EQ('\0', reader.delimiter());
  ASSERT_TRUE(reader.feed(";c\n"));
  EXPECT_EQ(';', reader.delimiter());
}

TEST(CsvReader, AnEmptyInputHasNoRecords) {
  EXPECT_EQ("", read(""));
}

}  // namespace
}  // namespace stint::csv
