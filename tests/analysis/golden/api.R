# Golden values for the survey statistics: run `Rscript api.R` in this folder.
# Writes the samples (api_*.csv) and what R's survey package says about them
# (api_golden.csv): one row a value, named by design, statistic and cell.
suppressMessages(library(survey))
data(api)
options(digits = 15, scipen = 999)

keep <- c("stype", "dnum", "snum", "api99", "api00", "sch.wide", "comp.imp", "awards",
          "meals", "ell", "enroll", "api.stu", "pw", "need")
# An ordered question made of a number: how many pupils get a free meal.
need_of <- function(meals) cut(meals, c(-1, 25, 60, 100), labels = c("low", "middle", "high"))
apistrat$need <- need_of(apistrat$meals)
apiclus1$need <- need_of(apiclus1$meals)
apiclus2$need <- need_of(apiclus2$meals)
rows <- list()
put <- function(design, statistic, cell, value) {
  if (length(value) != 1) stop(paste("not one value:", design, statistic, cell))
  rows[[length(rows) + 1]] <<- data.frame(design = design, statistic = statistic,
    cell = cell, value = sprintf("%.15g", as.numeric(value)))
}

# Strata of two clusters each, so that balanced repeated replication applies: the first
# fourteen districts of apiclus1 in pairs. Artificial as a design, real as data.
districts <- sort(unique(apiclus1$dnum))[1:14]
paired <- subset(apiclus1, dnum %in% districts)
paired$pair <- paste0("p", (match(paired$dnum, districts) + 1) %/% 2)

strat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat)
strat_wr <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat)
clus1 <- svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = apiclus1)
clus1_wr <- svydesign(id = ~dnum, weights = ~pw, data = apiclus1)
clus2 <- svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc1, data = apiclus2)
clus2_wr <- svydesign(id = ~dnum, weights = ~pw, data = apiclus2)
pairs <- svydesign(id = ~dnum, strata = ~pair, weights = ~pw, data = paired)

set.seed(20261125)
jk1 <- as.svrepdesign(svydesign(id = ~dnum, weights = ~pw, data = apiclus1), type = "JK1")
jkn <- as.svrepdesign(pairs, type = "JKn")
brr <- as.svrepdesign(pairs, type = "BRR")
fay <- as.svrepdesign(pairs, type = "Fay", fay.rho = 0.3)
boot <- as.svrepdesign(clus1_wr, type = "subbootstrap", replicates = 40)

# Raking to the margins of the population (apipop), as counts.
margins <- list(as.data.frame(table(stype = apipop$stype)),
                as.data.frame(table(sch.wide = apipop$sch.wide)))
strat_raked <- rake(strat, list(~stype, ~sch.wide), margins,
                    control = list(epsilon = 1e-12, maxit = 200))
clus1_raked <- rake(clus1, list(~stype, ~sch.wide), margins,
                    control = list(epsilon = 1e-12, maxit = 200))
jk1_raked <- rake(jk1, list(~stype, ~sch.wide), margins,
                  control = list(epsilon = 1e-12, maxit = 200))

designs <- list(strat = strat, strat_wr = strat_wr, clus1 = clus1, clus1_wr = clus1_wr,
  clus2 = clus2, clus2_wr = clus2_wr, pairs = pairs, jk1 = jk1, jkn = jkn, brr = brr,
  fay = fay, boot = boot, strat_raked = strat_raked, clus1_raked = clus1_raked,
  jk1_raked = jk1_raked)

one_share <- function(name, design, code) {
  design <- update(design, chosen = as.numeric(need == code))
  share <- svymean(~chosen, design)
  p <- as.numeric(coef(share)); variance <- as.numeric(vcov(share)); df <- degf(design)
  for (method in c("logit", "xlogit", "beta")) {
    bounds <- confint(svyciprop(~chosen, design, method = method))
    put(name, paste0("low_", method), paste0("need=", code), bounds[1])
    put(name, paste0("high_", method), paste0("need=", code), bounds[2])
  }
  # Wilson: survey 4.1-1 has none. Base R's prop.test without continuity correction is
  # Wilson's score interval; effective n = p(1-p)/variance and the t quantile of the design's
  # degrees of freedom in place of the normal one (given as the equivalent level).
  n_eff <- p * (1 - p) / variance
  level <- 2 * pnorm(qt(0.975, df)) - 1
  bounds <- suppressWarnings(
    prop.test(p * n_eff, n_eff, conf.level = level, correct = FALSE)$conf.int)
  put(name, "low_wilson", paste0("need=", code), bounds[1])
  put(name, "high_wilson", paste0("need=", code), bounds[2])
  put(name, "effective_n", paste0("need=", code), n_eff)
}

everything <- function(name, design) {
  replicated <- inherits(design, "svyrep.design")
  put(name, "df", "", degf(design))
  for (variable in c("api00", "enroll")) {
    formula <- as.formula(paste0("~", variable))
    mean <- svymean(formula, design, na.rm = TRUE)
    put(name, "mean", variable, coef(mean)); put(name, "mean_se", variable, SE(mean))
    bounds <- confint(mean, df = degf(design))
    put(name, "mean_low", variable, bounds[1]); put(name, "mean_high", variable, bounds[2])
    total <- svytotal(formula, design, na.rm = TRUE)
    put(name, "total", variable, coef(total)); put(name, "total_se", variable, SE(total))
  }
  wr <- svymean(~api00, design, deff = "replace"); wor <- svymean(~api00, design, deff = TRUE)
  put(name, "deff_wr", "api00", deff(wr)); put(name, "deff_wor", "api00", deff(wor))
  people <- svytotal(~need, design)
  for (i in 1:3) {
    cell <- paste0("need=", levels(need_of(50))[i])
    put(name, "people", cell, coef(people)[i]); put(name, "people_se", cell, SE(people)[i])
  }
  shares <- svymean(~need, design)
  shares_deff <- deff(svymean(~need, design, deff = "replace"))
  for (i in seq_along(levels(need_of(50)))) {
    code <- levels(need_of(50))[i]
    put(name, "share", paste0("need=", code), coef(shares)[i])
    put(name, "share_se", paste0("need=", code), SE(shares)[i])
    put(name, "share_deff_wr", paste0("need=", code), shares_deff[i])
    if (!replicated || name == "jk1") one_share(name, design, code)
  }
  for (group in c("No", "Yes")) {
    mean <- svymean(~api00, subset(design, comp.imp == group))
    put(name, "domain_mean", paste0("comp.imp=", group), coef(mean))
    put(name, "domain_mean_se", paste0("comp.imp=", group), SE(mean))
    shares <- svymean(~need, subset(design, comp.imp == group))
    for (code in levels(need_of(50))) {
      cell <- paste0("need=", code, "|comp.imp=", group)
      put(name, "column_share", cell, coef(shares)[paste0("need", code)])
      put(name, "column_share_se", cell, sqrt(diag(vcov(shares)))[match(code, levels(need_of(50)))])
    }
  }
  high <- subset(design, meals > 20)
  domain <- svymean(~sch.wide, high, deff = "replace")
  put(name, "where_share", "sch.wide=Yes", coef(domain)["sch.wideYes"])
  put(name, "where_share_se", "sch.wide=Yes", sqrt(vcov(domain)["sch.wideYes", "sch.wideYes"]))
  put(name, "where_deff_wr", "sch.wide=Yes", deff(domain)[2])
  put(name, "where_df", "", degf(high))
  # svyby(covmat = TRUE) of survey 4.1-1 stops on a raked linearised design; no gaps for those.
  if (replicated || !grepl("raked", name)) {
    by <- svyby(~need, ~comp.imp, design, svymean, covmat = TRUE)
    for (code in levels(need_of(50))) {
      terms <- setNames(c(1, -1), paste0(c("No", "Yes"), ":need", code))
      gap <- svycontrast(by, terms)
      t <- as.numeric(coef(gap)) / as.numeric(SE(gap))
      put(name, "difference", paste0("need=", code), coef(gap))
      put(name, "difference_se", paste0("need=", code), SE(gap))
      put(name, "difference_p", paste0("need=", code), 2 * pt(-abs(t), degf(design)))
    }
  }
  if (replicated || !grepl("raked", name)) {
    by <- svyby(~api00, ~comp.imp, design, svymean, covmat = TRUE)
    gap <- svycontrast(by, c(No = 1, Yes = -1))
    t <- as.numeric(coef(gap)) / as.numeric(SE(gap))
    put(name, "difference", "api00", coef(gap)); put(name, "difference_se", "api00", SE(gap))
    put(name, "difference_p", "api00", 2 * pt(-abs(t), degf(design)))
  }
  test <- svychisq(~need + comp.imp, high, statistic = "F")
  put(name, "where_rao_scott_F", "need*comp.imp", test$statistic)
  put(name, "where_rao_scott_F_p", "need*comp.imp", test$p.value)
  # Net of an ordered question: share of the top less share of the bottom.
  net <- svycontrast(svymean(~need, design), c(needhigh = 1, needlow = -1))
  put(name, "net", "need=high-low", coef(net)); put(name, "net_se", "need=high-low", SE(net))
  for (statistic in c("F", "Chisq")) {
    test <- svychisq(~need + sch.wide, design, statistic = statistic)
    put(name, paste0("rao_scott_", statistic), "need*sch.wide", test$statistic)
    put(name, paste0("rao_scott_", statistic, "_p"), "need*sch.wide", test$p.value)
    if (statistic == "F") {
      put(name, "rao_scott_F_df1", "need*sch.wide", test$parameter[1])
      put(name, "rao_scott_F_df2", "need*sch.wide", test$parameter[2])
    }
  }
}
for (name in names(designs)) everything(name, designs[[name]])

# Wave against wave: two independent samples stacked, each its own set of strata.
first <- transform(apistrat[keep], wave = "1", h = paste0("1", stype), unit = paste0("a", seq_len(200)))
second <- transform(apiclus1[keep], wave = "2", h = "2", unit = paste0("b", dnum))
waves <- svydesign(id = ~unit, strata = ~h, weights = ~pw, data = rbind(first, second), nest = TRUE)
put("waves", "df", "", degf(waves))
by <- svyby(~sch.wide, ~wave, waves, svymean, covmat = TRUE)
gap <- svycontrast(by, c("2:sch.wideYes" = 1, "1:sch.wideYes" = -1))
put("waves", "difference", "sch.wide=Yes", coef(gap))
put("waves", "difference_se", "sch.wide=Yes", SE(gap))
t <- as.numeric(coef(gap)) / as.numeric(SE(gap))
put("waves", "difference_p", "sch.wide=Yes", 2 * pt(-abs(t), degf(waves)))

# Holm, as base R has it.
put("holm", "p", "1", p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")[1])
put("holm", "p", "2", p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")[2])
put("holm", "p", "3", p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")[3])
put("holm", "p", "4", p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")[4])

# A stratum left with one school (the high schools): what options(survey.lonely.psu) says.
lonely <- rbind(subset(apistrat, stype != "H"), subset(apistrat, stype == "H")[1, ])
for (rule in c("adjust", "average", "remove")) {
  options(survey.lonely.psu = rule)
  one <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = lonely)
  mean <- svymean(~api00, one)
  put(paste0("lonely_", rule), "mean", "api00", coef(mean))
  put(paste0("lonely_", rule), "mean_se", "api00", SE(mean))
}
options(survey.lonely.psu = "fail")

write <- function(frame, file) write.csv(frame, file, row.names = FALSE, na = "")
replicates <- function(design, prefix) {
  weights <- as.data.frame(weights(design, "analysis"))
  names(weights) <- paste0(prefix, seq_len(ncol(weights)))
  weights
}
write(cbind(apistrat[keep], apistrat["fpc"]), "api_strat.csv")
write(cbind(apiclus1[keep], apiclus1["fpc"], replicates(jk1, "jk1_"), replicates(boot, "boot_")),
      "api_clus1.csv")
write(cbind(apiclus2[keep], apiclus2[c("fpc1", "fpc2")]), "api_clus2.csv")
write(cbind(paired[keep], paired["pair"], replicates(jkn, "jkn_"), replicates(brr, "brr_"),
            replicates(fay, "fay_")), "api_pairs.csv")
write(do.call(rbind, lapply(c("stype", "sch.wide"), function(v) {
  counts <- table(apipop[[v]])
  data.frame(variable = v, code = names(counts), count = as.integer(counts))
})), "api_margins.csv")
write(do.call(rbind, rows), "api_golden.csv")
cat(R.version.string, "survey", as.character(packageVersion("survey")), length(rows), "values\n")
