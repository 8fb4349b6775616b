#include "scenario/scenario.h"

#include <stdio.h>
#include <string.h>

#include "lib/unit.h"
#include "scenario/catalogue.h"
START_TEST(a) {
 struct fault f={0};
 const char *p[]={"scenarios/dialback/DB-02-denied-key.scn","scenarios/policy/TP-TLS-tls-policy-matrix.scn"};
 struct catalogue *c=catalogue_load("scenarios/requirements",&f);
 for(int i=0;i<2;i++){ struct scenario *s=scenario_load(p[i],c,&f); if(!s){fault_print(&f,stdout);puts("");continue;}
  for(size_t k=0;k<s->n_cases;k++){printf("%s pos=%d %s\n",s->cases[k]->id,s->cases[k]->positive,s->cases[k]->why?s->cases[k]->why:"");
   for(size_t q=0;q<s->cases[k]->n_step;q++){struct step*t=&s->cases[k]->step[q];printf("  %u g%u %s %s %s | %s\n",t->number,t->group,verb_row(t->verb)->name,t->arg[0]?t->arg[0]:"-",t->arg[1]?t->arg[1]:"-",t->text);}}
  scenario_free(&s);} catalogue_free(&c); fault_free(&f);} END_TEST
UNIT("x",a)
