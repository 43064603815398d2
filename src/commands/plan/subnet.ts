import {Flags} from '@oclif/core'
import {QuestionCommand} from '../../command.ts'
import {planNeeds} from '../../questions/plan/needs.ts'
import {joinPlan} from '../../questions/plan/question.ts'
import {planSubnets} from '../../questions/plan/subnet-plan.ts'
import {readAzFile} from '../../sources/az-json.ts'

const text = (helpValue: string, summary: string) => Flags.string({helpGroup: 'PLAN', helpValue, summary})
const texts = (helpValue: string, summary: string) =>
  Flags.string({helpGroup: 'PLAN', helpValue, summary, multiple: true, multipleNonGreedy: true})

export default class PlanSubnet extends QuestionCommand {
  static override summary = 'How big must the Azure CNI subnets be, in every AKS networking mode, and what breaks first?'
  static override description =
    'From flags for the simple case, from a plan file, from saved az output, or from manifests. Nothing is asked of Azure: formulas, limits and their sources are built in, and --explain shows them.'
  static override examples = [
    '<%= config.bin %> plan subnet --nodes 50 --max-pods 30',
    '<%= config.bin %> plan subnet --plan examples/plan/plan.yaml --explain',
    '<%= config.bin %> plan subnet --subnet 10.1.0.0/22 --max-pods 30',
    '<%= config.bin %> plan subnet --nodes 50 --max-pods 30 --growth 5%/month --mode overlay -o json',
    '<%= config.bin %> plan subnet --from-cluster --growth 5%/month',
    'az aks show -g GROUP -n NAME -o json > aks.json && <%= config.bin %> plan subnet --az aks.json',
  ]
  static override flags = {
    plan: text('FILE', 'A plan: pools, network, companions, growth. The schema is schemas/subnet-plan-file.json.'),
    'from-cluster': Flags.boolean({
      helpGroup: 'PLAN',
      summary: 'Take pools, pods and load balancers from the nodes of the cluster that the context names, as they run now.',
    }),
    az: texts('FILE', 'Saved output of az aks show, az aks nodepool list or az network vnet show. Repeatable.'),
    nodes: text('N', 'Nodes of the only pool.'),
    'max-nodes': text('N', "The autoscaler's maximum."),
    'max-pods': text('N', 'Pods a node, 10 to 250; with a plan, of every pool.'),
    'max-surge': text('N|N%', 'Surge of an upgrade (default 10%); with a plan, of every pool.'),
    'max-unavailable': text('N', 'Nodes that an upgrade may take away.'),
    'node-size': text('CPU,MEMORY', 'What a node offers to pods, as in 3860m,12Gi; packs the requests of -f.'),
    mode: texts('MODE', 'Only this networking mode; exit 1 where it does not fit. Repeatable.'),
    subnet: text('CIDR', 'The range that there is: without --nodes, how many nodes and pods it holds.'),
    vnet: texts('CIDR', 'Address space of the virtual network. Repeatable.'),
    'pod-cidr': text('CIDR', 'Pod CIDR of overlay and kubenet.'),
    'service-cidr': text('CIDR', 'Service CIDR (default 10.0.0.0/16).'),
    'dns-service-ip': text('ADDRESS', 'Address of the DNS Service.'),
    peer: texts('CIDR', 'Range of a peered network. Repeatable.'),
    'internal-load-balancers': text('N', 'Internal load balancer frontends.'),
    'outbound-addresses': text('N', 'Public addresses of the outbound load balancer.'),
    'ports-per-node': text('N', 'SNAT ports per node; 0 leaves them to Azure.'),
    require: texts('FEATURE', 'A feature that the mode must have, as in windows or pods-reachable. Repeatable.'),
    growth: text('RATE', '5%/month, 60%/year, 3/month, or the counts of months 1, 2, 3: 50,55,61.'),
    horizon: text('MONTHS', 'Size the subnets for this many months of growth.'),
    explain: Flags.boolean({helpGroup: 'PLAN', summary: 'Show the arithmetic line by line, with sources.'}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(PlanSubnet)
    const file = flags.plan === undefined ? undefined : await readPlan(flags.plan)
    const az = (await Promise.all((flags.az ?? []).map(readAzFile))).flat()
    await this.answer(
      flags,
      {
        ...(flags['from-cluster'] && {needs: () => planNeeds}),
        ask: (cluster) =>
          planSubnets(joinPlan({file, az, cluster, flags, nodeSize: flags['node-size']}), {explain: flags.explain, file: flags.plan}),
      },
      {needsInput: flags['from-cluster'] === true, isAboutCluster: true, locate: file && (async ({path}) => file.locate(path))},
    )
  }
}

/** The YAML library costs tens of milliseconds at the start: only those pay who have a plan file. */
async function readPlan(file: string) {
  const {readPlanFile} = await import('../../sources/plan-file.ts')
  return readPlanFile(file)
}
