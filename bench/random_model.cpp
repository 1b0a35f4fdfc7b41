// stint_random_model FILE: a GGUF file of the shape of Llama 3.2 1B, its vocabulary of 128,256 tokens
// included, with random weights in Q4_0. What it says is noise; how fast it says it is not.
#include "support/gguf/random_model.h"

#include <cstdlib>
#include <iostream>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: stint_random_model FILE\n";
    return EXIT_FAILURE;
  }
  stint::test::gguf::random_llama({.layers = 16,
                                   .width = 2048,
                                   .heads = 32,
                                   .key_value_heads = 8,
                                   .feed_forward = 8192,
                                   .context = 131'072,
                                   .merges = 400,
                                   .vocabulary = 128'256,
                                   .weights = stint::test::gguf::NumberType::q4_0,
                                   .shared_output = true})
      .write(argv[1]);
  return EXIT_SUCCESS;
}
