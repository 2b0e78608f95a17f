# Golden values of recency, frequency and monetary scores: the rule of the R package rfm 0.3.0 (R/utils.R: bins, bins_lower,
# bins_upper; R/rfm-table-transaction.R: rfm_prep_bins), written down in base R, so that R's own quantile() and seq() decide.
#
#     Rscript scores.R        (made with R 4.2.2; reads what make.py wrote)
#
# Written to crates/customers/tests/golden:
# - cdnow-scores.csv: of each customer of cdnow-purchases.csv at the end of 1998-06-30, the row being the order.
# - scores-small.csv: populations of 1 to 40 customers of small whole numbers, with ties, and their scores.
script <- sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))
folder <- if (length(script)) dirname(script) else "scripts/golden/lifetimes"
golden <- file.path(folder, "../../../crates/customers/tests/golden")

scores <- function(value, given) {
  cut <- unname(quantile(value, probs = seq(0, 1, length.out = 6)))[2:5] + 1
  lower <- append(min(value), cut)
  upper <- c(cut, max(value) + 1)
  score <- rep(NA, length(value))
  for (i in 1:5) score[value >= lower[i] & value < upper[i]] <- given[i]
  score
}

rfm <- function(recency_days, orders, spend) {
  paste0(scores(recency_days, 5:1), scores(orders, 1:5), scores(spend, 1:5))
}

bought <- read.csv(file.path(golden, "cdnow-purchases.csv"))
end <- as.integer(as.Date("1998-06-30") - as.Date("1997-01-01"))
last <- tapply(bought$day, bought$customer, max)
orders <- tapply(bought$day, bought$customer, length)
spend <- tapply(bought$cents, bought$customer, sum) / 100
writeLines(c("rfm_score", rfm(end - last, orders, spend)), file.path(golden, "cdnow-scores.csv"))

set.seed(20261201)
lines <- "population,recency_days,orders,spend,rfm_score"
for (n in 1:40) {
  recency_days <- sample(0:12, n, replace = TRUE)
  orders <- sample(1:4, n, replace = TRUE, prob = c(8, 4, 2, 1))
  spend <- sample(0:9, n, replace = TRUE) + sample(c(0, 0.25, 0.5), n, replace = TRUE)
  lines <- c(lines, paste(n, recency_days, orders, spend, rfm(recency_days, orders, spend), sep = ","))
}
writeLines(lines, file.path(golden, "scores-small.csv"))
