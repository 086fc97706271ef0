"""Two texts side by side: are they the same document, which words differ, which reading is right.

Pure: texts in, plain values out. Which facts of two documents differ is told in `handslag.intake`.
"""
