package io.github.wengert.ops.check.report;

/** The part of a {@linkplain HtmlReport page} that says what is to blame. */
final class CulpritSection {
  static final String STYLE =
      """
      .culprit { margin: 1.5rem 0; padding: .75rem 1.25rem; background: var(--panel);
        border-left: .3rem solid var(--bad); border-radius: .5rem; overflow-wrap: anywhere; }
      .culprit.doubt { border-left-color: var(--doubt); color: inherit; }
      .culprit h2 { margin: 0 0 .25rem; }
      .culprit p, .culprit ul { margin: .4rem 0; }
      .culprit code { font: 13px/1.5 ui-monospace, monospace; }
      """;

  private CulpritSection() {}

  static String of(Culprit culprit) {
    boolean found = culprit.kind() != Culprit.Kind.UNKNOWN;
    StringBuilder html = new StringBuilder();
    html.append(found ? "<section class=\"culprit\">\n" : "<section class=\"culprit doubt\">\n");
    html.append(found ? "<h2>Culprit: " : "<h2>No culprit found: ");
    html.append(HtmlReport.escaped(culprit.what())).append("</h2>\n");
    if (!culprit.operation().isEmpty()) {
      html.append("<p>applied ");
      if (culprit.source() != null) {
        html.append("at ").append(code(culprit.place())).append(' ');
      }
      html.append("to ").append(code(String.join(", ", culprit.operands()))).append("</p>\n");
    }
    if (!culprit.details().isEmpty()) {
      html.append("<ul class=\"remarks\">\n");
      for (String detail : culprit.details()) {
        html.append("<li>").append(HtmlReport.escaped(detail)).append("</li>\n");
      }
      html.append("</ul>\n");
    }
    if (!culprit.smallest().isEmpty()) {
      html.append("<p>Smallest failing input: ").append(code(culprit.smallest())).append("</p>\n");
    }
    return html.append("</section>").toString();
  }

  private static String code(String text) {
    return "<code>" + HtmlReport.escaped(text) + "</code>";
  }
}
